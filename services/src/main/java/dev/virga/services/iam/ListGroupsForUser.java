package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.ListGroupsForUserRequest;
import dev.virga.api.iam.ListGroupsForUserResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Lists the groups that a user is in, in the order of names.
final class ListGroupsForUser implements Operation<ListGroupsForUserRequest, ListGroupsForUserResponse> {
    private final Tables tables;

    ListGroupsForUser(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<ListGroupsForUserRequest, ListGroupsForUserResponse> op() {
        return IamOps.ListGroupsForUser;
    }

    @Override
    public List<Access> access(ListGroupsForUserRequest input, Call call) {
        return List.of(tables.onUser("ListGroupsForUser", call, input.userName()));
    }

    @Override
    public ListGroupsForUserResponse handle(ListGroupsForUserRequest input, Call call) {
        User user = tables.users.get(call.account(), input.userName());
        Page<String> page =
                Page.of(user.groups().stream().sorted().toList(), name -> name, input.marker(), input.maxItems());
        return ListGroupsForUserResponse.builder()
                .groups(page.items().stream()
                        .map(name -> tables.groups.get(call.account(), name).shape())
                        .toList())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }
}
