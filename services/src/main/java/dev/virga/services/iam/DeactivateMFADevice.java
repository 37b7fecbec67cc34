package dev.virga.services.iam;

import dev.virga.api.iam.DeactivateMFADeviceRequest;
import dev.virga.api.iam.DeactivateMFADeviceResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Takes a device from its user.
final class DeactivateMFADevice implements Operation<DeactivateMFADeviceRequest, DeactivateMFADeviceResponse> {
    private final Tables tables;

    DeactivateMFADevice(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<DeactivateMFADeviceRequest, DeactivateMFADeviceResponse> op() {
        return IamOps.DeactivateMFADevice;
    }

    @Override
    public List<Access> access(DeactivateMFADeviceRequest input, Call call) {
        return List.of(tables.onUser("DeactivateMFADevice", call, UserOfCall.name(input.userName(), call)));
    }

    @Override
    public DeactivateMFADeviceResponse handle(DeactivateMFADeviceRequest input, Call call) {
        String account = call.account();
        String user = UserOfCall.name(input.userName(), call);
        tables.users.get(account, user);
        String name = tables.mfa.name(account, input.serialNumber());
        tables.mfa.update(account, name, device -> {
            if (!user.equals(device.user())) {
                throw IamErrors.noSuchDevice(input.serialNumber());
            }
            return new EntityTable.Change<>(
                    device.of(null, null, device.lastStep(), device.drift()),
                    List.of(),
                    List.of(tables.uses.delete(
                            account, AttachmentTable.owned(user), AttachmentTable.DEVICE, device.name())));
        });
        return DeactivateMFADeviceResponse.builder().build();
    }
}
