package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.ListUserPoliciesRequest;
import dev.virga.api.iam.ListUserPoliciesResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Names the policies that are part of a user.
final class ListUserPolicies implements Operation<ListUserPoliciesRequest, ListUserPoliciesResponse> {
    private final Tables tables;

    ListUserPolicies(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<ListUserPoliciesRequest, ListUserPoliciesResponse> op() {
        return IamOps.ListUserPolicies;
    }

    @Override
    public List<Access> access(ListUserPoliciesRequest input, Call call) {
        return List.of(tables.onUser("ListUserPolicies", call, input.userName()));
    }

    @Override
    public ListUserPoliciesResponse handle(ListUserPoliciesRequest input, Call call) {
        User user = tables.users.get(call.account(), input.userName());
        Page<String> page = InlinePolicies.list(user, input.marker(), input.maxItems());
        return ListUserPoliciesResponse.builder()
                .policyNames(page.items())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }
}
