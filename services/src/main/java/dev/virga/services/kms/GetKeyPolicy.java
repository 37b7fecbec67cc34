package dev.virga.services.kms;

import dev.virga.api.kms.GetKeyPolicyRequest;
import dev.virga.api.kms.GetKeyPolicyResponse;
import dev.virga.api.kms.KmsOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Shows the policy.
final class GetKeyPolicy implements Operation<GetKeyPolicyRequest, GetKeyPolicyResponse> {
    private final Parts kms;

    GetKeyPolicy(Parts kms) {
        this.kms = kms;
    }

    @Override
    public Op<GetKeyPolicyRequest, GetKeyPolicyResponse> op() {
        return KmsOps.GetKeyPolicy;
    }

    @Override
    public List<Access> access(GetKeyPolicyRequest input, Call call) {
        Keys.Named named = kms.keys().findOwn(input, call, input.keyId());
        return kms.permissions().on(named, "GetKeyPolicy", call);
    }

    @Override
    public GetKeyPolicyResponse handle(GetKeyPolicyRequest input, Call call) {
        KmsKey key = kms.keys().authorized(input, call, input.keyId());

        if (input.policyName() != null && !input.policyName().equals(KeyPolicies.NAME)) {
            throw KmsErrors.policyDoesNotExist();
        }
        return GetKeyPolicyResponse.builder()
                .policy(kms.principals().shown(key.policy()))
                .policyName(KeyPolicies.NAME)
                .build();
    }
}
