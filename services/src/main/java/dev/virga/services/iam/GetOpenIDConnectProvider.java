package dev.virga.services.iam;

import dev.virga.api.iam.GetOpenIDConnectProviderRequest;
import dev.virga.api.iam.GetOpenIDConnectProviderResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Shows a provider.
final class GetOpenIDConnectProvider
        implements Operation<GetOpenIDConnectProviderRequest, GetOpenIDConnectProviderResponse> {
    private final Tables tables;

    GetOpenIDConnectProvider(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<GetOpenIDConnectProviderRequest, GetOpenIDConnectProviderResponse> op() {
        return IamOps.GetOpenIDConnectProvider;
    }

    @Override
    public List<Access> access(GetOpenIDConnectProviderRequest input, Call call) {
        return OpenIdProvider.access("GetOpenIDConnectProvider", input.openIDConnectProviderArn());
    }

    @Override
    public GetOpenIDConnectProviderResponse handle(GetOpenIDConnectProviderRequest input, Call call) {
        String name = OpenIdProvider.name(input.openIDConnectProviderArn(), call);
        return tables.openIdProviders.get(call.account(), name).details();
    }
}
