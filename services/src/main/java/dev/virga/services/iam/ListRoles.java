package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.ListRolesRequest;
import dev.virga.api.iam.ListRolesResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Lists the roles under a path, in the order of names.
final class ListRoles implements Operation<ListRolesRequest, ListRolesResponse> {
    private final Tables tables;

    ListRoles(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<ListRolesRequest, ListRolesResponse> op() {
        return IamOps.ListRoles;
    }

    @Override
    public List<Access> access(ListRolesRequest input, Call call) {
        String path = input.pathPrefix() == null ? "/" : input.pathPrefix();
        return Tables.under("ListRoles", call, Role.KIND, path, "");
    }

    @Override
    public ListRolesResponse handle(ListRolesRequest input, Call call) {
        Page<Role> page =
                tables.roles.page(call.account(), Page.under(input.pathPrefix()), input.marker(), input.maxItems());
        return ListRolesResponse.builder()
                .roles(page.items().stream()
                        .map(tables.trusted::shown)
                        .map(Role::summary)
                        .toList())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }
}
