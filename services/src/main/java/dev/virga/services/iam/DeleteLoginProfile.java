package dev.virga.services.iam;

import dev.virga.api.iam.DeleteLoginProfileRequest;
import dev.virga.api.iam.DeleteLoginProfileResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Takes a user's password away.
final class DeleteLoginProfile implements Operation<DeleteLoginProfileRequest, DeleteLoginProfileResponse> {
    private final Tables tables;

    DeleteLoginProfile(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<DeleteLoginProfileRequest, DeleteLoginProfileResponse> op() {
        return IamOps.DeleteLoginProfile;
    }

    @Override
    public List<Access> access(DeleteLoginProfileRequest input, Call call) {
        return List.of(tables.onUser("DeleteLoginProfile", call, UserOfCall.name(input.userName(), call)));
    }

    @Override
    public DeleteLoginProfileResponse handle(DeleteLoginProfileRequest input, Call call) {
        String name = UserOfCall.name(input.userName(), call);
        tables.users.get(call.account(), name);
        tables.logins.delete(call.account(), name, login -> List.of());
        return DeleteLoginProfileResponse.builder().build();
    }
}
