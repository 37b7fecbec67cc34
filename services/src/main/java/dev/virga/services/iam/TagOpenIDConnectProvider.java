package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.TagOpenIDConnectProviderRequest;
import dev.virga.api.iam.TagOpenIDConnectProviderResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Sets tags of a provider.
final class TagOpenIDConnectProvider
        implements Operation<TagOpenIDConnectProviderRequest, TagOpenIDConnectProviderResponse> {
    private final Tables tables;

    TagOpenIDConnectProvider(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<TagOpenIDConnectProviderRequest, TagOpenIDConnectProviderResponse> op() {
        return IamOps.TagOpenIDConnectProvider;
    }

    @Override
    public List<Access> access(TagOpenIDConnectProviderRequest input, Call call) {
        return OpenIdProvider.access("TagOpenIDConnectProvider", input.openIDConnectProviderArn());
    }

    @Override
    public TagOpenIDConnectProviderResponse handle(TagOpenIDConnectProviderRequest input, Call call) {
        String name = OpenIdProvider.name(input.openIDConnectProviderArn(), call);
        tables.openIdProviders.update(
                call.account(),
                name,
                provider -> EntityTable.Change.to(provider.withTags(Tags.merged(provider.tags(), input.tags()))));
        return TagOpenIDConnectProviderResponse.builder().build();
    }
}
