package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.UntagInstanceProfileRequest;
import dev.virga.api.iam.UntagInstanceProfileResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Removes tags of a profile.
final class UntagInstanceProfile implements Operation<UntagInstanceProfileRequest, UntagInstanceProfileResponse> {
    private final Tables tables;

    UntagInstanceProfile(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<UntagInstanceProfileRequest, UntagInstanceProfileResponse> op() {
        return IamOps.UntagInstanceProfile;
    }

    @Override
    public List<Access> access(UntagInstanceProfileRequest input, Call call) {
        return List.of(tables.onInstanceProfile("UntagInstanceProfile", call, input.instanceProfileName()));
    }

    @Override
    public UntagInstanceProfileResponse handle(UntagInstanceProfileRequest input, Call call) {
        tables.instanceProfiles.update(
                call.account(),
                input.instanceProfileName(),
                profile -> EntityTable.Change.to(profile.withTags(Tags.without(profile.tags(), input.tagKeys()))));
        return UntagInstanceProfileResponse.builder().build();
    }
}
