package dev.virga.services.iam;

import dev.virga.api.iam.AttachGroupPolicyRequest;
import dev.virga.api.iam.AttachGroupPolicyResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;
import java.util.Map;

/// Puts a managed policy on a group.
final class AttachGroupPolicy implements Operation<AttachGroupPolicyRequest, AttachGroupPolicyResponse> {
    private final Tables tables;

    AttachGroupPolicy(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<AttachGroupPolicyRequest, AttachGroupPolicyResponse> op() {
        return IamOps.AttachGroupPolicy;
    }

    @Override
    public List<Access> access(AttachGroupPolicyRequest input, Call call) {
        Access access = tables.onGroup("AttachGroupPolicy", call, input.groupName());
        return List.of(access.withConditions(Map.of("iam:PolicyARN", List.of(input.policyArn()))));
    }

    @Override
    public AttachGroupPolicyResponse handle(AttachGroupPolicyRequest input, Call call) {
        tables.attachments.attach(
                tables.groups, AttachmentTable.GROUP, call.account(), input.groupName(), input.policyArn());
        return AttachGroupPolicyResponse.builder().build();
    }
}
