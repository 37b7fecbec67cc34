package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.PutRolePermissionsBoundaryRequest;
import dev.virga.api.iam.PutRolePermissionsBoundaryResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;
import java.util.Map;

/// Limits what the policies of a role can allow.
final class PutRolePermissionsBoundary
        implements Operation<PutRolePermissionsBoundaryRequest, PutRolePermissionsBoundaryResponse> {
    private final Tables tables;

    PutRolePermissionsBoundary(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<PutRolePermissionsBoundaryRequest, PutRolePermissionsBoundaryResponse> op() {
        return IamOps.PutRolePermissionsBoundary;
    }

    @Override
    public List<Access> access(PutRolePermissionsBoundaryRequest input, Call call) {
        Access access = tables.onRole("PutRolePermissionsBoundary", call, input.roleName());
        return List.of(access.withConditions(Map.of("iam:PermissionsBoundary", List.of(input.permissionsBoundary()))));
    }

    @Override
    public PutRolePermissionsBoundaryResponse handle(PutRolePermissionsBoundaryRequest input, Call call) {
        tables.attachments.bound(
                tables.roles,
                AttachmentTable.ROLE_BOUNDARY,
                call.account(),
                input.roleName(),
                input.permissionsBoundary());
        return PutRolePermissionsBoundaryResponse.builder().build();
    }
}
