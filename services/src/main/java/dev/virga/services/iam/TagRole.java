package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.TagRoleRequest;
import dev.virga.api.iam.TagRoleResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Sets tags of a role.
final class TagRole implements Operation<TagRoleRequest, TagRoleResponse> {
    private final Tables tables;

    TagRole(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<TagRoleRequest, TagRoleResponse> op() {
        return IamOps.TagRole;
    }

    @Override
    public List<Access> access(TagRoleRequest input, Call call) {
        return List.of(tables.onRole("TagRole", call, input.roleName()));
    }

    @Override
    public TagRoleResponse handle(TagRoleRequest input, Call call) {
        tables.roles.updateProtected(call.account(), input.roleName(), role -> {
            Grants grants = role.grants();
            return EntityTable.Change.to(role.withGrants(grants.withTags(Tags.merged(grants.tags(), input.tags()))));
        });
        return TagRoleResponse.builder().build();
    }
}
