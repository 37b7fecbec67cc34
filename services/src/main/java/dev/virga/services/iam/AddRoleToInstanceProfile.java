package dev.virga.services.iam;

import dev.virga.api.iam.AddRoleToInstanceProfileRequest;
import dev.virga.api.iam.AddRoleToInstanceProfileResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.kernel.policy.PassRole;
import dev.virga.wire.Op;
import java.util.List;

/// Gives a profile its role; it can have one.
final class AddRoleToInstanceProfile
        implements Operation<AddRoleToInstanceProfileRequest, AddRoleToInstanceProfileResponse> {
    private final Tables tables;

    AddRoleToInstanceProfile(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<AddRoleToInstanceProfileRequest, AddRoleToInstanceProfileResponse> op() {
        return IamOps.AddRoleToInstanceProfile;
    }

    @Override
    public List<Access> access(AddRoleToInstanceProfileRequest input, Call call) {
        return List.of(
                tables.onInstanceProfile("AddRoleToInstanceProfile", call, input.instanceProfileName()),
                PassRole.access(
                        tables.onRole("PassRole", call, input.roleName()).resource(), "ec2.amazonaws.com"));
    }

    @Override
    public AddRoleToInstanceProfileResponse handle(AddRoleToInstanceProfileRequest input, Call call) {
        String account = call.account();
        tables.instanceProfiles.update(account, input.instanceProfileName(), profile -> {
            EntityTable.Stored<Role> role = tables.roles.require(account, input.roleName());
            if (profile.role() != null) {
                throw IamErrors.quota("InstanceSessionsPerInstanceProfile", 1);
            }
            String users = AttachmentTable.profiles(role.value().name());
            // The role is written again, so that it cannot be deleted at the same time.
            return new EntityTable.Change<>(
                    profile.withRole(role.value().name()),
                    List.of(role.unchanged()),
                    List.of(
                            tables.roles.put(account, role.value()),
                            tables.uses.put(account, users, AttachmentTable.PROFILE, profile.name())));
        });
        return AddRoleToInstanceProfileResponse.builder().build();
    }
}
