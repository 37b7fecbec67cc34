package dev.virga.services.iam;

import dev.virga.api.iam.GetInstanceProfileRequest;
import dev.virga.api.iam.GetInstanceProfileResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Shows a profile with its role.
final class GetInstanceProfile implements Operation<GetInstanceProfileRequest, GetInstanceProfileResponse> {
    private final Tables tables;

    GetInstanceProfile(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<GetInstanceProfileRequest, GetInstanceProfileResponse> op() {
        return IamOps.GetInstanceProfile;
    }

    @Override
    public List<Access> access(GetInstanceProfileRequest input, Call call) {
        return List.of(tables.onInstanceProfile("GetInstanceProfile", call, input.instanceProfileName()));
    }

    @Override
    public GetInstanceProfileResponse handle(GetInstanceProfileRequest input, Call call) {
        InstanceProfile profile = tables.instanceProfiles.get(call.account(), input.instanceProfileName());
        return GetInstanceProfileResponse.builder()
                .instanceProfile(tables.shape(profile))
                .build();
    }
}
