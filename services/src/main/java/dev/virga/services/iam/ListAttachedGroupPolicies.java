package dev.virga.services.iam;

import dev.virga.api.iam.AttachedPolicy;
import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.ListAttachedGroupPoliciesRequest;
import dev.virga.api.iam.ListAttachedGroupPoliciesResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Lists the managed policies on a group.
final class ListAttachedGroupPolicies
        implements Operation<ListAttachedGroupPoliciesRequest, ListAttachedGroupPoliciesResponse> {
    private final Tables tables;

    ListAttachedGroupPolicies(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<ListAttachedGroupPoliciesRequest, ListAttachedGroupPoliciesResponse> op() {
        return IamOps.ListAttachedGroupPolicies;
    }

    @Override
    public List<Access> access(ListAttachedGroupPoliciesRequest input, Call call) {
        return List.of(tables.onGroup("ListAttachedGroupPolicies", call, input.groupName()));
    }

    @Override
    public ListAttachedGroupPoliciesResponse handle(ListAttachedGroupPoliciesRequest input, Call call) {
        Group group = tables.groups.get(call.account(), input.groupName());
        Page<AttachedPolicy> page = Attachments.list(group, input.pathPrefix(), input.marker(), input.maxItems());
        return ListAttachedGroupPoliciesResponse.builder()
                .attachedPolicies(page.items())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }
}
