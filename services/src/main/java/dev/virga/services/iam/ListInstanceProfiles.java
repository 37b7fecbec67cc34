package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.ListInstanceProfilesRequest;
import dev.virga.api.iam.ListInstanceProfilesResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Lists the profiles under a path, in the order of names.
final class ListInstanceProfiles implements Operation<ListInstanceProfilesRequest, ListInstanceProfilesResponse> {
    private final Tables tables;

    ListInstanceProfiles(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<ListInstanceProfilesRequest, ListInstanceProfilesResponse> op() {
        return IamOps.ListInstanceProfiles;
    }

    @Override
    public List<Access> access(ListInstanceProfilesRequest input, Call call) {
        String path = input.pathPrefix() == null ? "/" : input.pathPrefix();
        return Tables.under("ListInstanceProfiles", call, InstanceProfile.KIND, path, "");
    }

    @Override
    public ListInstanceProfilesResponse handle(ListInstanceProfilesRequest input, Call call) {
        String prefix = input.pathPrefix() == null ? "/" : input.pathPrefix();
        Page<InstanceProfile> page = tables.instanceProfiles.page(
                call.account(), profile -> profile.path().startsWith(prefix), input.marker(), input.maxItems());
        return ListInstanceProfilesResponse.builder()
                .instanceProfiles(page.items().stream().map(tables::shape).toList())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }
}
