package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.ListOpenIDConnectProviderTagsRequest;
import dev.virga.api.iam.ListOpenIDConnectProviderTagsResponse;
import dev.virga.api.iam.Tag;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;
import java.util.Map;

/// Lists the tags of a provider.
final class ListOpenIDConnectProviderTags
        implements Operation<ListOpenIDConnectProviderTagsRequest, ListOpenIDConnectProviderTagsResponse> {
    private final Tables tables;

    ListOpenIDConnectProviderTags(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<ListOpenIDConnectProviderTagsRequest, ListOpenIDConnectProviderTagsResponse> op() {
        return IamOps.ListOpenIDConnectProviderTags;
    }

    @Override
    public List<Access> access(ListOpenIDConnectProviderTagsRequest input, Call call) {
        return OpenIdProvider.access("ListOpenIDConnectProviderTags", input.openIDConnectProviderArn());
    }

    @Override
    public ListOpenIDConnectProviderTagsResponse handle(ListOpenIDConnectProviderTagsRequest input, Call call) {
        String name = OpenIdProvider.name(input.openIDConnectProviderArn(), call);
        Map<String, String> tags =
                tables.openIdProviders.get(call.account(), name).tags();
        Page<Tag> page = Tags.page(tags, input.marker(), input.maxItems());
        return ListOpenIDConnectProviderTagsResponse.builder()
                .tags(page.items())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }
}
