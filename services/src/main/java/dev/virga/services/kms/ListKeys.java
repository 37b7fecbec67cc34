package dev.virga.services.kms;

import dev.virga.api.kms.KeyListEntry;
import dev.virga.api.kms.KmsOps;
import dev.virga.api.kms.ListKeysRequest;
import dev.virga.api.kms.ListKeysResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Lists the keys of the account in this region.
final class ListKeys implements Operation<ListKeysRequest, ListKeysResponse> {
    private final Parts kms;

    ListKeys(Parts kms) {
        this.kms = kms;
    }

    @Override
    public Op<ListKeysRequest, ListKeysResponse> op() {
        return KmsOps.ListKeys;
    }

    @Override
    public List<Access> access(ListKeysRequest input, Call call) {
        return kms.permissions().onAll("ListKeys", call);
    }

    @Override
    public ListKeysResponse handle(ListKeysRequest input, Call call) {
        int limit = Page.limit(input.limit());
        String after = Page.after(input.marker());
        Page<KmsKey> page =
                Page.of(kms.table().list(call.account(), call.region(), after, limit + 1), limit, KmsKey::id);
        return ListKeysResponse.builder()
                .keys(page.items().stream()
                        .map(key -> KeyListEntry.builder()
                                .keyId(key.id())
                                .keyArn(key.arn())
                                .build())
                        .toList())
                .nextMarker(page.next())
                .truncated(page.truncated())
                .build();
    }
}
