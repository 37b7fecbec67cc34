package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.ListRolePoliciesRequest;
import dev.virga.api.iam.ListRolePoliciesResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Names the policies that are part of a role.
final class ListRolePolicies implements Operation<ListRolePoliciesRequest, ListRolePoliciesResponse> {
    private final Tables tables;

    ListRolePolicies(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<ListRolePoliciesRequest, ListRolePoliciesResponse> op() {
        return IamOps.ListRolePolicies;
    }

    @Override
    public List<Access> access(ListRolePoliciesRequest input, Call call) {
        return List.of(tables.onRole("ListRolePolicies", call, input.roleName()));
    }

    @Override
    public ListRolePoliciesResponse handle(ListRolePoliciesRequest input, Call call) {
        Role role = tables.roles.get(call.account(), input.roleName());
        Page<String> page = InlinePolicies.list(role, input.marker(), input.maxItems());
        return ListRolePoliciesResponse.builder()
                .policyNames(page.items())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }
}
