package dev.virga.services.iam;

import dev.virga.api.iam.CreateInstanceProfileRequest;
import dev.virga.api.iam.CreateInstanceProfileResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Makes a profile, without a role.
final class CreateInstanceProfile implements Operation<CreateInstanceProfileRequest, CreateInstanceProfileResponse> {
    private final Tables tables;

    CreateInstanceProfile(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<CreateInstanceProfileRequest, CreateInstanceProfileResponse> op() {
        return IamOps.CreateInstanceProfile;
    }

    @Override
    public List<Access> access(CreateInstanceProfileRequest input, Call call) {
        String path = input.path() == null ? "/" : input.path();
        return Tables.under("CreateInstanceProfile", call, InstanceProfile.KIND, path, input.instanceProfileName());
    }

    @Override
    public CreateInstanceProfileResponse handle(CreateInstanceProfileRequest input, Call call) {
        InstanceProfile profile = new InstanceProfile(
                call.account(),
                input.path() == null ? "/" : input.path(),
                input.instanceProfileName(),
                tables.ids.id(Ids.INSTANCE_PROFILE),
                tables.now(),
                Tags.first(input.tags()),
                null);
        if (!tables.instanceProfiles.create(call.account(), profile, List.of(), List.of())) {
            throw IamErrors.taken("Instance Profile " + profile.name() + " already exists.");
        }
        return CreateInstanceProfileResponse.builder()
                .instanceProfile(profile.shape(null))
                .build();
    }
}
