package dev.virga.services.iam;

import dev.virga.api.iam.EnableMFADeviceRequest;
import dev.virga.api.iam.EnableMFADeviceResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Gives a device to a user, who shows with two codes that it works.
final class EnableMFADevice implements Operation<EnableMFADeviceRequest, EnableMFADeviceResponse> {
    private final Tables tables;

    EnableMFADevice(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<EnableMFADeviceRequest, EnableMFADeviceResponse> op() {
        return IamOps.EnableMFADevice;
    }

    @Override
    public List<Access> access(EnableMFADeviceRequest input, Call call) {
        return List.of(tables.onUser("EnableMFADevice", call, input.userName()));
    }

    @Override
    public EnableMFADeviceResponse handle(EnableMFADeviceRequest input, Call call) {
        String account = call.account();
        String name = tables.mfa.name(account, input.serialNumber());
        tables.mfa.update(account, name, device -> {
            EntityTable.Stored<User> user = tables.users.require(account, input.userName());
            if (device.user() != null) {
                throw IamErrors.taken("MFA Device is already in use.");
            }
            if (tables.devicesOf(account, input.userName()).size() >= Quotas.MFA_DEVICES_PER_USER) {
                throw IamErrors.quota("MFADevicesPerUser", Quotas.MFA_DEVICES_PER_USER);
            }
            long step = Totp.accepted(device, input.authenticationCode1(), input.authenticationCode2(), call.time());
            if (step < 0) {
                throw IamErrors.invalidCode();
            }
            int drift = (int) (step - Totp.step(call.time()));
            String devices = AttachmentTable.owned(input.userName());
            // The user is written again, so that it cannot be deleted at the same time.
            return new EntityTable.Change<>(
                    device.of(input.userName(), tables.now(), step, drift),
                    List.of(user.unchanged()),
                    List.of(
                            tables.users.put(account, user.value()),
                            tables.uses.put(account, devices, AttachmentTable.DEVICE, device.name())));
        });
        return EnableMFADeviceResponse.builder().build();
    }
}
