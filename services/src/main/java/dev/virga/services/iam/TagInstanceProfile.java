package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.TagInstanceProfileRequest;
import dev.virga.api.iam.TagInstanceProfileResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Sets tags of a profile.
final class TagInstanceProfile implements Operation<TagInstanceProfileRequest, TagInstanceProfileResponse> {
    private final Tables tables;

    TagInstanceProfile(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<TagInstanceProfileRequest, TagInstanceProfileResponse> op() {
        return IamOps.TagInstanceProfile;
    }

    @Override
    public List<Access> access(TagInstanceProfileRequest input, Call call) {
        return List.of(tables.onInstanceProfile("TagInstanceProfile", call, input.instanceProfileName()));
    }

    @Override
    public TagInstanceProfileResponse handle(TagInstanceProfileRequest input, Call call) {
        tables.instanceProfiles.update(
                call.account(),
                input.instanceProfileName(),
                profile -> EntityTable.Change.to(profile.withTags(Tags.merged(profile.tags(), input.tags()))));
        return TagInstanceProfileResponse.builder().build();
    }
}
