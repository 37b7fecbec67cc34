package dev.virga.services.iam;

import dev.virga.api.iam.AttachRolePolicyRequest;
import dev.virga.api.iam.AttachRolePolicyResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;
import java.util.Map;

/// Puts a managed policy on a role.
final class AttachRolePolicy implements Operation<AttachRolePolicyRequest, AttachRolePolicyResponse> {
    private final Tables tables;

    AttachRolePolicy(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<AttachRolePolicyRequest, AttachRolePolicyResponse> op() {
        return IamOps.AttachRolePolicy;
    }

    @Override
    public List<Access> access(AttachRolePolicyRequest input, Call call) {
        Access access = tables.onRole("AttachRolePolicy", call, input.roleName());
        return List.of(access.withConditions(Map.of("iam:PolicyARN", List.of(input.policyArn()))));
    }

    @Override
    public AttachRolePolicyResponse handle(AttachRolePolicyRequest input, Call call) {
        tables.attachments.attach(
                tables.roles, AttachmentTable.ROLE, call.account(), input.roleName(), input.policyArn());
        return AttachRolePolicyResponse.builder().build();
    }
}
