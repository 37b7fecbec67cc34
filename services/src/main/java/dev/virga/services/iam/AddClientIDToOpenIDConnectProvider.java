package dev.virga.services.iam;

import dev.virga.api.iam.AddClientIDToOpenIDConnectProviderRequest;
import dev.virga.api.iam.AddClientIDToOpenIDConnectProviderResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.ArrayList;
import java.util.List;

/// Lets tokens be made for one more audience; repeated, it changes nothing.
final class AddClientIDToOpenIDConnectProvider
        implements Operation<AddClientIDToOpenIDConnectProviderRequest, AddClientIDToOpenIDConnectProviderResponse> {
    private final Tables tables;

    AddClientIDToOpenIDConnectProvider(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<AddClientIDToOpenIDConnectProviderRequest, AddClientIDToOpenIDConnectProviderResponse> op() {
        return IamOps.AddClientIDToOpenIDConnectProvider;
    }

    @Override
    public List<Access> access(AddClientIDToOpenIDConnectProviderRequest input, Call call) {
        return OpenIdProvider.access("AddClientIDToOpenIDConnectProvider", input.openIDConnectProviderArn());
    }

    @Override
    public AddClientIDToOpenIDConnectProviderResponse handle(
            AddClientIDToOpenIDConnectProviderRequest input, Call call) {
        String name = OpenIdProvider.name(input.openIDConnectProviderArn(), call);
        tables.openIdProviders.update(call.account(), name, provider -> {
            List<String> clients = new ArrayList<>(provider.clients());
            if (!clients.contains(input.clientID())) {
                clients.add(input.clientID());
            }
            OpenIdProvider.checkClients(clients);
            return EntityTable.Change.to(provider.withClients(clients));
        });
        return AddClientIDToOpenIDConnectProviderResponse.builder().build();
    }
}
