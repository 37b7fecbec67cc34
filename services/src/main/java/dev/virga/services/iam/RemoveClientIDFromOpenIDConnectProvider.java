package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.RemoveClientIDFromOpenIDConnectProviderRequest;
import dev.virga.api.iam.RemoveClientIDFromOpenIDConnectProviderResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.ArrayList;
import java.util.List;

/// Takes an audience away; one that is not there is no error.
final class RemoveClientIDFromOpenIDConnectProvider
        implements Operation<
                RemoveClientIDFromOpenIDConnectProviderRequest, RemoveClientIDFromOpenIDConnectProviderResponse> {
    private final Tables tables;

    RemoveClientIDFromOpenIDConnectProvider(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<RemoveClientIDFromOpenIDConnectProviderRequest, RemoveClientIDFromOpenIDConnectProviderResponse> op() {
        return IamOps.RemoveClientIDFromOpenIDConnectProvider;
    }

    @Override
    public List<Access> access(RemoveClientIDFromOpenIDConnectProviderRequest input, Call call) {
        return OpenIdProvider.access("RemoveClientIDFromOpenIDConnectProvider", input.openIDConnectProviderArn());
    }

    @Override
    public RemoveClientIDFromOpenIDConnectProviderResponse handle(
            RemoveClientIDFromOpenIDConnectProviderRequest input, Call call) {
        String name = OpenIdProvider.name(input.openIDConnectProviderArn(), call);
        tables.openIdProviders.update(call.account(), name, provider -> {
            List<String> clients = new ArrayList<>(provider.clients());
            clients.remove(input.clientID());
            return EntityTable.Change.to(provider.withClients(clients));
        });
        return RemoveClientIDFromOpenIDConnectProviderResponse.builder().build();
    }
}
