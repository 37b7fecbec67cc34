package dev.virga.services.iam;

import dev.virga.api.iam.AttachUserPolicyRequest;
import dev.virga.api.iam.AttachUserPolicyResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;
import java.util.Map;

/// Puts a managed policy on a user.
final class AttachUserPolicy implements Operation<AttachUserPolicyRequest, AttachUserPolicyResponse> {
    private final Tables tables;

    AttachUserPolicy(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<AttachUserPolicyRequest, AttachUserPolicyResponse> op() {
        return IamOps.AttachUserPolicy;
    }

    @Override
    public List<Access> access(AttachUserPolicyRequest input, Call call) {
        Access access = tables.onUser("AttachUserPolicy", call, input.userName());
        return List.of(access.withConditions(Map.of("iam:PolicyARN", List.of(input.policyArn()))));
    }

    @Override
    public AttachUserPolicyResponse handle(AttachUserPolicyRequest input, Call call) {
        tables.attachments.attach(
                tables.users, AttachmentTable.USER, call.account(), input.userName(), input.policyArn());
        return AttachUserPolicyResponse.builder().build();
    }
}
