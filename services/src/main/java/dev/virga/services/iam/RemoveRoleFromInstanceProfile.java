package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.RemoveRoleFromInstanceProfileRequest;
import dev.virga.api.iam.RemoveRoleFromInstanceProfileResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Takes the role from a profile.
final class RemoveRoleFromInstanceProfile
        implements Operation<RemoveRoleFromInstanceProfileRequest, RemoveRoleFromInstanceProfileResponse> {
    private final Tables tables;

    RemoveRoleFromInstanceProfile(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<RemoveRoleFromInstanceProfileRequest, RemoveRoleFromInstanceProfileResponse> op() {
        return IamOps.RemoveRoleFromInstanceProfile;
    }

    @Override
    public List<Access> access(RemoveRoleFromInstanceProfileRequest input, Call call) {
        return List.of(tables.onInstanceProfile("RemoveRoleFromInstanceProfile", call, input.instanceProfileName()));
    }

    @Override
    public RemoveRoleFromInstanceProfileResponse handle(RemoveRoleFromInstanceProfileRequest input, Call call) {
        String account = call.account();
        tables.instanceProfiles.update(account, input.instanceProfileName(), profile -> {
            if (!input.roleName().equals(profile.role())) {
                throw IamErrors.noSuchEntity("role", input.roleName());
            }
            String users = AttachmentTable.profiles(input.roleName());
            return new EntityTable.Change<>(
                    profile.withRole(null),
                    List.of(),
                    List.of(tables.uses.delete(account, users, AttachmentTable.PROFILE, profile.name())));
        });
        return RemoveRoleFromInstanceProfileResponse.builder().build();
    }
}
