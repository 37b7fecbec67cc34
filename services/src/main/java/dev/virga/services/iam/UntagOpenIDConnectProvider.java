package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.UntagOpenIDConnectProviderRequest;
import dev.virga.api.iam.UntagOpenIDConnectProviderResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Removes tags of a provider.
final class UntagOpenIDConnectProvider
        implements Operation<UntagOpenIDConnectProviderRequest, UntagOpenIDConnectProviderResponse> {
    private final Tables tables;

    UntagOpenIDConnectProvider(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<UntagOpenIDConnectProviderRequest, UntagOpenIDConnectProviderResponse> op() {
        return IamOps.UntagOpenIDConnectProvider;
    }

    @Override
    public List<Access> access(UntagOpenIDConnectProviderRequest input, Call call) {
        return OpenIdProvider.access("UntagOpenIDConnectProvider", input.openIDConnectProviderArn());
    }

    @Override
    public UntagOpenIDConnectProviderResponse handle(UntagOpenIDConnectProviderRequest input, Call call) {
        String name = OpenIdProvider.name(input.openIDConnectProviderArn(), call);
        tables.openIdProviders.update(
                call.account(),
                name,
                provider -> EntityTable.Change.to(provider.withTags(Tags.without(provider.tags(), input.tagKeys()))));
        return UntagOpenIDConnectProviderResponse.builder().build();
    }
}
