package dev.virga.services.iam;

import dev.virga.api.iam.DetachRolePolicyRequest;
import dev.virga.api.iam.DetachRolePolicyResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;
import java.util.Map;

/// Takes a managed policy off a role.
final class DetachRolePolicy implements Operation<DetachRolePolicyRequest, DetachRolePolicyResponse> {
    private final Tables tables;

    DetachRolePolicy(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<DetachRolePolicyRequest, DetachRolePolicyResponse> op() {
        return IamOps.DetachRolePolicy;
    }

    @Override
    public List<Access> access(DetachRolePolicyRequest input, Call call) {
        Access access = tables.onRole("DetachRolePolicy", call, input.roleName());
        return List.of(access.withConditions(Map.of("iam:PolicyARN", List.of(input.policyArn()))));
    }

    @Override
    public DetachRolePolicyResponse handle(DetachRolePolicyRequest input, Call call) {
        tables.attachments.detach(
                tables.roles, AttachmentTable.ROLE, call.account(), input.roleName(), input.policyArn());
        return DetachRolePolicyResponse.builder().build();
    }
}
