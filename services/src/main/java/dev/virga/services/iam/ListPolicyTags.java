package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.ListPolicyTagsRequest;
import dev.virga.api.iam.ListPolicyTagsResponse;
import dev.virga.api.iam.Tag;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Lists the tags of a managed policy, ordered by their keys.
final class ListPolicyTags implements Operation<ListPolicyTagsRequest, ListPolicyTagsResponse> {
    private final Tables tables;

    ListPolicyTags(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<ListPolicyTagsRequest, ListPolicyTagsResponse> op() {
        return IamOps.ListPolicyTags;
    }

    @Override
    public List<Access> access(ListPolicyTagsRequest input, Call call) {
        return List.of(Access.to("iam:ListPolicyTags", input.policyArn()));
    }

    @Override
    public ListPolicyTagsResponse handle(ListPolicyTagsRequest input, Call call) {
        Policy policy = tables.managed.require(call.account(), input.policyArn());
        Page<Tag> page = Tags.page(policy.tags(), input.marker(), input.maxItems());
        return ListPolicyTagsResponse.builder()
                .tags(page.items())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }
}
