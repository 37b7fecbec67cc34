package dev.virga.services.kms;

import dev.virga.api.kms.KmsOps;
import dev.virga.api.kms.ListResourceTagsRequest;
import dev.virga.api.kms.ListResourceTagsResponse;
import dev.virga.api.kms.Tag;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;
import java.util.Map;

/// Lists the tags of a key.
final class ListResourceTags implements Operation<ListResourceTagsRequest, ListResourceTagsResponse> {
    private final Parts kms;

    ListResourceTags(Parts kms) {
        this.kms = kms;
    }

    @Override
    public Op<ListResourceTagsRequest, ListResourceTagsResponse> op() {
        return KmsOps.ListResourceTags;
    }

    @Override
    public List<Access> access(ListResourceTagsRequest input, Call call) {
        Keys.Named named = kms.keys().findOwn(input, call, input.keyId());
        return kms.permissions().on(named, "ListResourceTags", call);
    }

    @Override
    public ListResourceTagsResponse handle(ListResourceTagsRequest input, Call call) {
        KmsKey key = kms.keys().authorized(input, call, input.keyId());

        int limit = Page.limit(input.limit());
        String after = Page.after(input.marker());
        List<Tag> tags = key.tags().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .filter(tag -> after == null || tag.getKey().compareTo(after) > 0)
                .limit(limit + 1L)
                .map(tag -> Tag.builder()
                        .tagKey(tag.getKey())
                        .tagValue(tag.getValue())
                        .build())
                .toList();
        Page<Tag> page = Page.of(tags, limit, Tag::tagKey);
        return ListResourceTagsResponse.builder()
                .tags(page.items())
                .nextMarker(page.next())
                .truncated(page.truncated())
                .build();
    }
}
