package dev.virga.services.iam;

import dev.virga.api.iam.DetachGroupPolicyRequest;
import dev.virga.api.iam.DetachGroupPolicyResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;
import java.util.Map;

/// Takes a managed policy off a group.
final class DetachGroupPolicy implements Operation<DetachGroupPolicyRequest, DetachGroupPolicyResponse> {
    private final Tables tables;

    DetachGroupPolicy(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<DetachGroupPolicyRequest, DetachGroupPolicyResponse> op() {
        return IamOps.DetachGroupPolicy;
    }

    @Override
    public List<Access> access(DetachGroupPolicyRequest input, Call call) {
        Access access = tables.onGroup("DetachGroupPolicy", call, input.groupName());
        return List.of(access.withConditions(Map.of("iam:PolicyARN", List.of(input.policyArn()))));
    }

    @Override
    public DetachGroupPolicyResponse handle(DetachGroupPolicyRequest input, Call call) {
        tables.attachments.detach(
                tables.groups, AttachmentTable.GROUP, call.account(), input.groupName(), input.policyArn());
        return DetachGroupPolicyResponse.builder().build();
    }
}
