package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.UntagRoleRequest;
import dev.virga.api.iam.UntagRoleResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Removes tags of a role.
final class UntagRole implements Operation<UntagRoleRequest, UntagRoleResponse> {
    private final Tables tables;

    UntagRole(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<UntagRoleRequest, UntagRoleResponse> op() {
        return IamOps.UntagRole;
    }

    @Override
    public List<Access> access(UntagRoleRequest input, Call call) {
        return List.of(tables.onRole("UntagRole", call, input.roleName()));
    }

    @Override
    public UntagRoleResponse handle(UntagRoleRequest input, Call call) {
        tables.roles.updateProtected(call.account(), input.roleName(), role -> {
            Grants grants = role.grants();
            return EntityTable.Change.to(
                    role.withGrants(grants.withTags(Tags.without(grants.tags(), input.tagKeys()))));
        });
        return UntagRoleResponse.builder().build();
    }
}
