package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.UntagMFADeviceRequest;
import dev.virga.api.iam.UntagMFADeviceResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Removes tags of a device.
final class UntagMFADevice implements Operation<UntagMFADeviceRequest, UntagMFADeviceResponse> {
    private final Tables tables;

    UntagMFADevice(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<UntagMFADeviceRequest, UntagMFADeviceResponse> op() {
        return IamOps.UntagMFADevice;
    }

    @Override
    public List<Access> access(UntagMFADeviceRequest input, Call call) {
        return List.of(Access.to("iam:UntagMFADevice", input.serialNumber()));
    }

    @Override
    public UntagMFADeviceResponse handle(UntagMFADeviceRequest input, Call call) {
        tables.mfa.update(
                call.account(),
                tables.mfa.name(call.account(), input.serialNumber()),
                device -> EntityTable.Change.to(device.withTags(Tags.without(device.tags(), input.tagKeys()))));
        return UntagMFADeviceResponse.builder().build();
    }
}
