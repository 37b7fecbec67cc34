package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.ListSAMLProviderTagsRequest;
import dev.virga.api.iam.ListSAMLProviderTagsResponse;
import dev.virga.api.iam.Tag;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Lists the tags of a provider.
final class ListSAMLProviderTags implements Operation<ListSAMLProviderTagsRequest, ListSAMLProviderTagsResponse> {
    private final Tables tables;

    ListSAMLProviderTags(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<ListSAMLProviderTagsRequest, ListSAMLProviderTagsResponse> op() {
        return IamOps.ListSAMLProviderTags;
    }

    @Override
    public List<Access> access(ListSAMLProviderTagsRequest input, Call call) {
        return List.of(Access.to("iam:ListSAMLProviderTags", input.samlProviderArn()));
    }

    @Override
    public ListSAMLProviderTagsResponse handle(ListSAMLProviderTagsRequest input, Call call) {
        SamlProvider provider =
                tables.samlProviders.get(call.account(), SamlProvider.name(input.samlProviderArn(), call));
        Page<Tag> page = Tags.page(provider.tags(), input.marker(), input.maxItems());
        return ListSAMLProviderTagsResponse.builder()
                .tags(page.items())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }
}
