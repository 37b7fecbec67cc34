package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.ListUsersRequest;
import dev.virga.api.iam.ListUsersResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Lists the users under a path, in the order of names.
final class ListUsers implements Operation<ListUsersRequest, ListUsersResponse> {
    private final Tables tables;

    ListUsers(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<ListUsersRequest, ListUsersResponse> op() {
        return IamOps.ListUsers;
    }

    @Override
    public List<Access> access(ListUsersRequest input, Call call) {
        String path = input.pathPrefix() == null ? "/" : input.pathPrefix();
        return Tables.under("ListUsers", call, User.KIND, path, "");
    }

    @Override
    public ListUsersResponse handle(ListUsersRequest input, Call call) {
        Page<User> page =
                tables.users.page(call.account(), Page.under(input.pathPrefix()), input.marker(), input.maxItems());
        return ListUsersResponse.builder()
                .users(page.items().stream().map(User::summary).toList())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }
}
