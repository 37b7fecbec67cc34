package dev.virga.services.iam;

import dev.virga.api.iam.GetLoginProfileRequest;
import dev.virga.api.iam.GetLoginProfileResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Shows that a user has a password, and since when.
final class GetLoginProfile implements Operation<GetLoginProfileRequest, GetLoginProfileResponse> {
    private final Tables tables;

    GetLoginProfile(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<GetLoginProfileRequest, GetLoginProfileResponse> op() {
        return IamOps.GetLoginProfile;
    }

    @Override
    public List<Access> access(GetLoginProfileRequest input, Call call) {
        return List.of(tables.onUser("GetLoginProfile", call, UserOfCall.name(input.userName(), call)));
    }

    @Override
    public GetLoginProfileResponse handle(GetLoginProfileRequest input, Call call) {
        String name = UserOfCall.name(input.userName(), call);
        tables.users.get(call.account(), name);
        return GetLoginProfileResponse.builder()
                .loginProfile(tables.logins.get(call.account(), name).shape())
                .build();
    }
}
