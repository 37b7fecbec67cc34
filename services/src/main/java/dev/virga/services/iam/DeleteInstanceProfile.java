package dev.virga.services.iam;

import dev.virga.api.iam.DeleteInstanceProfileRequest;
import dev.virga.api.iam.DeleteInstanceProfileResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Deletes a profile that has no role any more.
final class DeleteInstanceProfile implements Operation<DeleteInstanceProfileRequest, DeleteInstanceProfileResponse> {
    private final Tables tables;

    DeleteInstanceProfile(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<DeleteInstanceProfileRequest, DeleteInstanceProfileResponse> op() {
        return IamOps.DeleteInstanceProfile;
    }

    @Override
    public List<Access> access(DeleteInstanceProfileRequest input, Call call) {
        return List.of(tables.onInstanceProfile("DeleteInstanceProfile", call, input.instanceProfileName()));
    }

    @Override
    public DeleteInstanceProfileResponse handle(DeleteInstanceProfileRequest input, Call call) {
        tables.instanceProfiles.delete(call.account(), input.instanceProfileName(), profile -> {
            if (profile.role() != null) {
                throw IamErrors.deleteConflict("remove roles from instance profile");
            }
            return List.of();
        });
        return DeleteInstanceProfileResponse.builder().build();
    }
}
