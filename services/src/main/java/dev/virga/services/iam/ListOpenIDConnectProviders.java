package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.ListOpenIDConnectProvidersRequest;
import dev.virga.api.iam.ListOpenIDConnectProvidersResponse;
import dev.virga.api.iam.OpenIDConnectProviderListEntry;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Lists the providers of the account; there are never so many that they need pages.
final class ListOpenIDConnectProviders
        implements Operation<ListOpenIDConnectProvidersRequest, ListOpenIDConnectProvidersResponse> {
    private final Tables tables;

    ListOpenIDConnectProviders(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<ListOpenIDConnectProvidersRequest, ListOpenIDConnectProvidersResponse> op() {
        return IamOps.ListOpenIDConnectProviders;
    }

    @Override
    public List<Access> access(ListOpenIDConnectProvidersRequest input, Call call) {
        return List.of(Access.to("iam:ListOpenIDConnectProviders", OpenIdProvider.arn(call.account(), "*")));
    }

    @Override
    public ListOpenIDConnectProvidersResponse handle(ListOpenIDConnectProvidersRequest input, Call call) {
        List<OpenIDConnectProviderListEntry> entries =
                tables.openIdProviders.page(call.account(), any -> true, null, Quotas.OPENID_PROVIDERS).items().stream()
                        .map(provider -> OpenIDConnectProviderListEntry.builder()
                                .arn(OpenIdProvider.arn(provider.account(), provider.name()))
                                .build())
                        .toList();
        return ListOpenIDConnectProvidersResponse.builder()
                .openIDConnectProviderList(entries)
                .build();
    }
}
