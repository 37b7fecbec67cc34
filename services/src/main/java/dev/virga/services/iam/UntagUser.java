package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.UntagUserRequest;
import dev.virga.api.iam.UntagUserResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Removes tags of a user.
final class UntagUser implements Operation<UntagUserRequest, UntagUserResponse> {
    private final Tables tables;

    UntagUser(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<UntagUserRequest, UntagUserResponse> op() {
        return IamOps.UntagUser;
    }

    @Override
    public List<Access> access(UntagUserRequest input, Call call) {
        return List.of(tables.onUser("UntagUser", call, input.userName()));
    }

    @Override
    public UntagUserResponse handle(UntagUserRequest input, Call call) {
        tables.users.update(call.account(), input.userName(), user -> {
            Grants grants = user.grants();
            return EntityTable.Change.to(
                    user.withGrants(grants.withTags(Tags.without(grants.tags(), input.tagKeys()))));
        });
        return UntagUserResponse.builder().build();
    }
}
