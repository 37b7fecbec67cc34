package dev.virga.services.iam;

import dev.virga.api.iam.GetMFADeviceRequest;
import dev.virga.api.iam.GetMFADeviceResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Caller;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Shows whose a device is.
final class GetMFADevice implements Operation<GetMFADeviceRequest, GetMFADeviceResponse> {
    private final Tables tables;

    GetMFADevice(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<GetMFADeviceRequest, GetMFADeviceResponse> op() {
        return IamOps.GetMFADevice;
    }

    @Override
    public List<Access> access(GetMFADeviceRequest input, Call call) {
        String user = input.userName();
        return List.of(
                user == null && !(call.caller() instanceof Caller.User)
                        ? Access.to("iam:GetMFADevice", call.caller().arn())
                        : tables.onUser("GetMFADevice", call, UserOfCall.name(user, call)));
    }

    @Override
    public GetMFADeviceResponse handle(GetMFADeviceRequest input, Call call) {
        MfaDevice device = tables.mfa.bySerial(call.account(), input.serialNumber());
        if (device == null || (input.userName() != null && !input.userName().equals(device.user()))) {
            throw IamErrors.noSuchDevice(input.serialNumber());
        }
        return GetMFADeviceResponse.builder()
                .userName(device.user())
                .serialNumber(device.serial())
                .enableDate(device.enabled())
                .build();
    }
}
