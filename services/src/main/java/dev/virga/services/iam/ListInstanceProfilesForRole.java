package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.ListInstanceProfilesForRoleRequest;
import dev.virga.api.iam.ListInstanceProfilesForRoleResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Lists the profiles that have a role.
final class ListInstanceProfilesForRole
        implements Operation<ListInstanceProfilesForRoleRequest, ListInstanceProfilesForRoleResponse> {
    private final Tables tables;

    ListInstanceProfilesForRole(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<ListInstanceProfilesForRoleRequest, ListInstanceProfilesForRoleResponse> op() {
        return IamOps.ListInstanceProfilesForRole;
    }

    @Override
    public List<Access> access(ListInstanceProfilesForRoleRequest input, Call call) {
        return List.of(tables.onRole("ListInstanceProfilesForRole", call, input.roleName()));
    }

    @Override
    public ListInstanceProfilesForRoleResponse handle(ListInstanceProfilesForRoleRequest input, Call call) {
        tables.roles.get(call.account(), input.roleName());
        Page<InstanceProfile> page = Page.of(
                tables.profilesOf(call.account(), input.roleName()),
                InstanceProfile::name,
                input.marker(),
                input.maxItems());
        return ListInstanceProfilesForRoleResponse.builder()
                .instanceProfiles(page.items().stream().map(tables::shape).toList())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }
}
