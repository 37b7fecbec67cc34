package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.TagMFADeviceRequest;
import dev.virga.api.iam.TagMFADeviceResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Sets tags of a device.
final class TagMFADevice implements Operation<TagMFADeviceRequest, TagMFADeviceResponse> {
    private final Tables tables;

    TagMFADevice(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<TagMFADeviceRequest, TagMFADeviceResponse> op() {
        return IamOps.TagMFADevice;
    }

    @Override
    public List<Access> access(TagMFADeviceRequest input, Call call) {
        return List.of(Access.to("iam:TagMFADevice", input.serialNumber()));
    }

    @Override
    public TagMFADeviceResponse handle(TagMFADeviceRequest input, Call call) {
        tables.mfa.update(
                call.account(),
                tables.mfa.name(call.account(), input.serialNumber()),
                device -> EntityTable.Change.to(device.withTags(Tags.merged(device.tags(), input.tags()))));
        return TagMFADeviceResponse.builder().build();
    }
}
