package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.UntagPolicyRequest;
import dev.virga.api.iam.UntagPolicyResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Removes tags of a managed policy.
final class UntagPolicy implements Operation<UntagPolicyRequest, UntagPolicyResponse> {
    private final Tables tables;

    UntagPolicy(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<UntagPolicyRequest, UntagPolicyResponse> op() {
        return IamOps.UntagPolicy;
    }

    @Override
    public List<Access> access(UntagPolicyRequest input, Call call) {
        return List.of(Access.to("iam:UntagPolicy", input.policyArn()));
    }

    @Override
    public UntagPolicyResponse handle(UntagPolicyRequest input, Call call) {
        String name = tables.managed.ownName(call.account(), input.policyArn());
        tables.policies.update(
                call.account(),
                name,
                policy -> EntityTable.Change.to(policy.withTags(Tags.without(policy.tags(), input.tagKeys()))));
        return UntagPolicyResponse.builder().build();
    }
}
