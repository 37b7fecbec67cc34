package dev.virga.services.iam;

import dev.virga.api.iam.CreateVirtualMFADeviceRequest;
import dev.virga.api.iam.CreateVirtualMFADeviceResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.VirtualMFADevice;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Makes a device; its seed is shown this once.
final class CreateVirtualMFADevice implements Operation<CreateVirtualMFADeviceRequest, CreateVirtualMFADeviceResponse> {
    private final Tables tables;

    CreateVirtualMFADevice(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<CreateVirtualMFADeviceRequest, CreateVirtualMFADeviceResponse> op() {
        return IamOps.CreateVirtualMFADevice;
    }

    @Override
    public List<Access> access(CreateVirtualMFADeviceRequest input, Call call) {
        String path = input.path() == null ? "/" : input.path();
        return Tables.under("CreateVirtualMFADevice", call, MfaDevice.KIND, path, input.virtualMFADeviceName());
    }

    @Override
    public CreateVirtualMFADeviceResponse handle(CreateVirtualMFADeviceRequest input, Call call) {
        byte[] seed = tables.ids.mfaSeed();
        MfaDevice device = new MfaDevice(
                call.account(),
                input.path() == null ? "/" : input.path(),
                input.virtualMFADeviceName(),
                seed,
                null,
                null,
                0,
                0,
                Tags.first(input.tags()));
        if (!tables.mfa.create(call.account(), device, List.of(), List.of())) {
            throw IamErrors.taken("MFADevice entity at the same path and name already exists.");
        }
        return CreateVirtualMFADeviceResponse.builder()
                .virtualMFADevice(VirtualMFADevice.builder()
                        .serialNumber(device.serial())
                        .base32StringSeed(Ids.base32(seed).getBytes(StandardCharsets.US_ASCII))
                        .tags(Tags.list(device.tags()))
                        .build())
                .build();
    }
}
