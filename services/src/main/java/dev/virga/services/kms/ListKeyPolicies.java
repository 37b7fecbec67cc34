package dev.virga.services.kms;

import dev.virga.api.kms.KmsOps;
import dev.virga.api.kms.ListKeyPoliciesRequest;
import dev.virga.api.kms.ListKeyPoliciesResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Names the policies of a key: there is one.
final class ListKeyPolicies implements Operation<ListKeyPoliciesRequest, ListKeyPoliciesResponse> {
    private final Parts kms;

    ListKeyPolicies(Parts kms) {
        this.kms = kms;
    }

    @Override
    public Op<ListKeyPoliciesRequest, ListKeyPoliciesResponse> op() {
        return KmsOps.ListKeyPolicies;
    }

    @Override
    public List<Access> access(ListKeyPoliciesRequest input, Call call) {
        Keys.Named named = kms.keys().findOwn(input, call, input.keyId());
        return kms.permissions().on(named, "ListKeyPolicies", call);
    }

    @Override
    public ListKeyPoliciesResponse handle(ListKeyPoliciesRequest input, Call call) {
        Page.after(input.marker());
        return ListKeyPoliciesResponse.builder()
                .policyNames(List.of(KeyPolicies.NAME))
                .truncated(false)
                .build();
    }
}
