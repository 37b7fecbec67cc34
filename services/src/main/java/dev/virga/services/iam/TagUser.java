package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.TagUserRequest;
import dev.virga.api.iam.TagUserResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Sets tags of a user.
final class TagUser implements Operation<TagUserRequest, TagUserResponse> {
    private final Tables tables;

    TagUser(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<TagUserRequest, TagUserResponse> op() {
        return IamOps.TagUser;
    }

    @Override
    public List<Access> access(TagUserRequest input, Call call) {
        return List.of(tables.onUser("TagUser", call, input.userName()));
    }

    @Override
    public TagUserResponse handle(TagUserRequest input, Call call) {
        tables.users.update(call.account(), input.userName(), user -> {
            Grants grants = user.grants();
            return EntityTable.Change.to(user.withGrants(grants.withTags(Tags.merged(grants.tags(), input.tags()))));
        });
        return TagUserResponse.builder().build();
    }
}
