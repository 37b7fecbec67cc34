package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.ListVirtualMFADevicesRequest;
import dev.virga.api.iam.ListVirtualMFADevicesResponse;
import dev.virga.api.iam.VirtualMFADevice;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Lists the devices of the account: all, or those that have a user, or those that have none.
final class ListVirtualMFADevices implements Operation<ListVirtualMFADevicesRequest, ListVirtualMFADevicesResponse> {
    private final Tables tables;

    ListVirtualMFADevices(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<ListVirtualMFADevicesRequest, ListVirtualMFADevicesResponse> op() {
        return IamOps.ListVirtualMFADevices;
    }

    @Override
    public List<Access> access(ListVirtualMFADevicesRequest input, Call call) {
        return List.of(Access.to("iam:ListVirtualMFADevices", "*"));
    }

    @Override
    public ListVirtualMFADevicesResponse handle(ListVirtualMFADevicesRequest input, Call call) {
        String status = input.assignmentStatus();
        Page<MfaDevice> page = tables.mfa.page(
                call.account(),
                device ->
                        status == null || status.equals("Any") || status.equals("Assigned") == (device.user() != null),
                input.marker(),
                input.maxItems());
        return ListVirtualMFADevicesResponse.builder()
                .virtualMFADevices(page.items().stream().map(this::shape).toList())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }

    private VirtualMFADevice shape(MfaDevice device) {
        String name = device.user();
        EntityTable.Stored<User> user = name == null ? null : tables.users.find(device.account(), name);
        return VirtualMFADevice.builder()
                .serialNumber(device.serial())
                .user(user == null ? null : user.value().summary())
                .enableDate(device.enabled())
                .build();
    }
}
