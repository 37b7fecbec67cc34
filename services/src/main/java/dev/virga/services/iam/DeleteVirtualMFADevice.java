package dev.virga.services.iam;

import dev.virga.api.iam.DeleteConflictException;
import dev.virga.api.iam.DeleteVirtualMFADeviceRequest;
import dev.virga.api.iam.DeleteVirtualMFADeviceResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Deletes a device that belongs to nobody any more.
final class DeleteVirtualMFADevice implements Operation<DeleteVirtualMFADeviceRequest, DeleteVirtualMFADeviceResponse> {
    private final Tables tables;

    DeleteVirtualMFADevice(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<DeleteVirtualMFADeviceRequest, DeleteVirtualMFADeviceResponse> op() {
        return IamOps.DeleteVirtualMFADevice;
    }

    @Override
    public List<Access> access(DeleteVirtualMFADeviceRequest input, Call call) {
        return List.of(Access.to("iam:DeleteVirtualMFADevice", input.serialNumber()));
    }

    @Override
    public DeleteVirtualMFADeviceResponse handle(DeleteVirtualMFADeviceRequest input, Call call) {
        String name = tables.mfa.name(call.account(), input.serialNumber());
        tables.mfa.delete(call.account(), name, device -> {
            if (device.user() != null) {
                throw new DeleteConflictException("MFA VirtualDevice in use. Must deactivate first.");
            }
            return List.of();
        });
        return DeleteVirtualMFADeviceResponse.builder().build();
    }
}
