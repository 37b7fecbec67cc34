package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.PutUserPermissionsBoundaryRequest;
import dev.virga.api.iam.PutUserPermissionsBoundaryResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;
import java.util.Map;

/// Limits what the policies of a user can allow.
final class PutUserPermissionsBoundary
        implements Operation<PutUserPermissionsBoundaryRequest, PutUserPermissionsBoundaryResponse> {
    private final Tables tables;

    PutUserPermissionsBoundary(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<PutUserPermissionsBoundaryRequest, PutUserPermissionsBoundaryResponse> op() {
        return IamOps.PutUserPermissionsBoundary;
    }

    @Override
    public List<Access> access(PutUserPermissionsBoundaryRequest input, Call call) {
        Access access = tables.onUser("PutUserPermissionsBoundary", call, input.userName());
        return List.of(access.withConditions(Map.of("iam:PermissionsBoundary", List.of(input.permissionsBoundary()))));
    }

    @Override
    public PutUserPermissionsBoundaryResponse handle(PutUserPermissionsBoundaryRequest input, Call call) {
        tables.attachments.bound(
                tables.users,
                AttachmentTable.USER_BOUNDARY,
                call.account(),
                input.userName(),
                input.permissionsBoundary());
        return PutUserPermissionsBoundaryResponse.builder().build();
    }
}
