package dev.virga.services.iam;

import dev.virga.api.iam.CreateOpenIDConnectProviderRequest;
import dev.virga.api.iam.CreateOpenIDConnectProviderResponse;
import dev.virga.api.iam.EntityAlreadyExistsException;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Registers an identity provider whose tokens STS takes. It is not asked before the first token
/// comes.
final class CreateOpenIDConnectProvider
        implements Operation<CreateOpenIDConnectProviderRequest, CreateOpenIDConnectProviderResponse> {
    private final Tables tables;
    private final boolean loopback;

    /// @param loopback whether providers on this machine may speak http
    CreateOpenIDConnectProvider(Tables tables, boolean loopback) {
        this.tables = tables;
        this.loopback = loopback;
    }

    @Override
    public Op<CreateOpenIDConnectProviderRequest, CreateOpenIDConnectProviderResponse> op() {
        return IamOps.CreateOpenIDConnectProvider;
    }

    @Override
    public List<Access> access(CreateOpenIDConnectProviderRequest input, Call call) {
        String arn = OpenIdProvider.arn(call.account(), OpenIdProvider.name(input.url(), loopback));
        return OpenIdProvider.access("CreateOpenIDConnectProvider", arn);
    }

    @Override
    public CreateOpenIDConnectProviderResponse handle(CreateOpenIDConnectProviderRequest input, Call call) {
        String name = OpenIdProvider.name(input.url(), loopback);
        List<String> clients = input.clientIDList() == null ? List.of() : input.clientIDList();
        List<String> thumbprints = input.thumbprintList() == null ? List.of() : input.thumbprintList();
        OpenIdProvider.checkClients(clients);
        OpenIdProvider.checkThumbprints(thumbprints);
        OpenIdProvider provider =
                new OpenIdProvider(call.account(), name, tables.now(), clients, thumbprints, Tags.first(input.tags()));
        if (!tables.openIdProviders.create(call.account(), provider, List.of(), List.of())) {
            throw new EntityAlreadyExistsException("Provider with url " + input.url() + " already exists.");
        }
        return CreateOpenIDConnectProviderResponse.builder()
                .openIDConnectProviderArn(OpenIdProvider.arn(call.account(), name))
                .tags(Tags.list(provider.tags()))
                .build();
    }
}
