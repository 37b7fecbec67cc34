package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.ListMFADevicesRequest;
import dev.virga.api.iam.ListMFADevicesResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Lists the devices of a user.
final class ListMFADevices implements Operation<ListMFADevicesRequest, ListMFADevicesResponse> {
    private final Tables tables;

    ListMFADevices(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<ListMFADevicesRequest, ListMFADevicesResponse> op() {
        return IamOps.ListMFADevices;
    }

    @Override
    public List<Access> access(ListMFADevicesRequest input, Call call) {
        return List.of(tables.onUser("ListMFADevices", call, UserOfCall.name(input.userName(), call)));
    }

    @Override
    public ListMFADevicesResponse handle(ListMFADevicesRequest input, Call call) {
        String user = UserOfCall.name(input.userName(), call);
        tables.users.get(call.account(), user);
        Page<MfaDevice> page =
                Page.of(tables.devicesOf(call.account(), user), MfaDevice::name, input.marker(), input.maxItems());
        return ListMFADevicesResponse.builder()
                .mfaDevices(page.items().stream().map(MfaDevice::shape).toList())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }
}
