package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.ListMFADeviceTagsRequest;
import dev.virga.api.iam.ListMFADeviceTagsResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Lists the tags of a device.
final class ListMFADeviceTags implements Operation<ListMFADeviceTagsRequest, ListMFADeviceTagsResponse> {
    private final Tables tables;

    ListMFADeviceTags(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<ListMFADeviceTagsRequest, ListMFADeviceTagsResponse> op() {
        return IamOps.ListMFADeviceTags;
    }

    @Override
    public List<Access> access(ListMFADeviceTagsRequest input, Call call) {
        return List.of(Access.to("iam:ListMFADeviceTags", input.serialNumber()));
    }

    @Override
    public ListMFADeviceTagsResponse handle(ListMFADeviceTagsRequest input, Call call) {
        MfaDevice device = tables.mfa.get(call.account(), tables.mfa.name(call.account(), input.serialNumber()));
        Page<dev.virga.api.iam.Tag> page = Tags.page(device.tags(), input.marker(), input.maxItems());
        return ListMFADeviceTagsResponse.builder()
                .tags(page.items())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }
}
