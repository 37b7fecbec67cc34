package dev.virga.services.iam;

import dev.virga.api.iam.DetachUserPolicyRequest;
import dev.virga.api.iam.DetachUserPolicyResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;
import java.util.Map;

/// Takes a managed policy off a user.
final class DetachUserPolicy implements Operation<DetachUserPolicyRequest, DetachUserPolicyResponse> {
    private final Tables tables;

    DetachUserPolicy(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<DetachUserPolicyRequest, DetachUserPolicyResponse> op() {
        return IamOps.DetachUserPolicy;
    }

    @Override
    public List<Access> access(DetachUserPolicyRequest input, Call call) {
        Access access = tables.onUser("DetachUserPolicy", call, input.userName());
        return List.of(access.withConditions(Map.of("iam:PolicyARN", List.of(input.policyArn()))));
    }

    @Override
    public DetachUserPolicyResponse handle(DetachUserPolicyRequest input, Call call) {
        tables.attachments.detach(
                tables.users, AttachmentTable.USER, call.account(), input.userName(), input.policyArn());
        return DetachUserPolicyResponse.builder().build();
    }
}
