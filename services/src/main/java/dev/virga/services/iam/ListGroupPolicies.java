package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.ListGroupPoliciesRequest;
import dev.virga.api.iam.ListGroupPoliciesResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Names the policies that are part of a group.
final class ListGroupPolicies implements Operation<ListGroupPoliciesRequest, ListGroupPoliciesResponse> {
    private final Tables tables;

    ListGroupPolicies(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<ListGroupPoliciesRequest, ListGroupPoliciesResponse> op() {
        return IamOps.ListGroupPolicies;
    }

    @Override
    public List<Access> access(ListGroupPoliciesRequest input, Call call) {
        return List.of(tables.onGroup("ListGroupPolicies", call, input.groupName()));
    }

    @Override
    public ListGroupPoliciesResponse handle(ListGroupPoliciesRequest input, Call call) {
        Group group = tables.groups.get(call.account(), input.groupName());
        Page<String> page = InlinePolicies.list(group, input.marker(), input.maxItems());
        return ListGroupPoliciesResponse.builder()
                .policyNames(page.items())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }
}
