package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.ResyncMFADeviceRequest;
import dev.virga.api.iam.ResyncMFADeviceResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Finds out by two codes how far a device's clock is off.
final class ResyncMFADevice implements Operation<ResyncMFADeviceRequest, ResyncMFADeviceResponse> {
    private final Tables tables;

    ResyncMFADevice(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<ResyncMFADeviceRequest, ResyncMFADeviceResponse> op() {
        return IamOps.ResyncMFADevice;
    }

    @Override
    public List<Access> access(ResyncMFADeviceRequest input, Call call) {
        return List.of(tables.onUser("ResyncMFADevice", call, input.userName()));
    }

    @Override
    public ResyncMFADeviceResponse handle(ResyncMFADeviceRequest input, Call call) {
        String account = call.account();
        String name = tables.mfa.name(account, input.serialNumber());
        tables.mfa.update(account, name, device -> {
            if (!input.userName().equals(device.user())) {
                throw IamErrors.noSuchDevice(input.serialNumber());
            }
            long step = Totp.accepted(device, input.authenticationCode1(), input.authenticationCode2(), call.time());
            if (step < 0) {
                throw IamErrors.invalidCode();
            }
            int drift = (int) (step - Totp.step(call.time()));
            return EntityTable.Change.to(device.of(device.user(), device.enabled(), step, drift));
        });
        return ResyncMFADeviceResponse.builder().build();
    }
}
