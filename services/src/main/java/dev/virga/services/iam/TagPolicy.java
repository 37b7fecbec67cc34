package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.TagPolicyRequest;
import dev.virga.api.iam.TagPolicyResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Sets tags of a managed policy.
final class TagPolicy implements Operation<TagPolicyRequest, TagPolicyResponse> {
    private final Tables tables;

    TagPolicy(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<TagPolicyRequest, TagPolicyResponse> op() {
        return IamOps.TagPolicy;
    }

    @Override
    public List<Access> access(TagPolicyRequest input, Call call) {
        return List.of(Access.to("iam:TagPolicy", input.policyArn()));
    }

    @Override
    public TagPolicyResponse handle(TagPolicyRequest input, Call call) {
        String name = tables.managed.ownName(call.account(), input.policyArn());
        tables.policies.update(
                call.account(),
                name,
                policy -> EntityTable.Change.to(policy.withTags(Tags.merged(policy.tags(), input.tags()))));
        return TagPolicyResponse.builder().build();
    }
}
