package dev.virga.services.iam;

import dev.virga.api.iam.AttachedPolicy;
import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.ListAttachedRolePoliciesRequest;
import dev.virga.api.iam.ListAttachedRolePoliciesResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Lists the managed policies on a role.
final class ListAttachedRolePolicies
        implements Operation<ListAttachedRolePoliciesRequest, ListAttachedRolePoliciesResponse> {
    private final Tables tables;

    ListAttachedRolePolicies(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<ListAttachedRolePoliciesRequest, ListAttachedRolePoliciesResponse> op() {
        return IamOps.ListAttachedRolePolicies;
    }

    @Override
    public List<Access> access(ListAttachedRolePoliciesRequest input, Call call) {
        return List.of(tables.onRole("ListAttachedRolePolicies", call, input.roleName()));
    }

    @Override
    public ListAttachedRolePoliciesResponse handle(ListAttachedRolePoliciesRequest input, Call call) {
        Role role = tables.roles.get(call.account(), input.roleName());
        Page<AttachedPolicy> page = Attachments.list(role, input.pathPrefix(), input.marker(), input.maxItems());
        return ListAttachedRolePoliciesResponse.builder()
                .attachedPolicies(page.items())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }
}
