package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.ListSAMLProvidersRequest;
import dev.virga.api.iam.ListSAMLProvidersResponse;
import dev.virga.api.iam.SAMLProviderListEntry;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Lists the SAML providers of the account.
final class ListSAMLProviders implements Operation<ListSAMLProvidersRequest, ListSAMLProvidersResponse> {
    private final Tables tables;

    ListSAMLProviders(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<ListSAMLProvidersRequest, ListSAMLProvidersResponse> op() {
        return IamOps.ListSAMLProviders;
    }

    @Override
    public List<Access> access(ListSAMLProvidersRequest input, Call call) {
        return List.of(Access.to("iam:ListSAMLProviders", "*"));
    }

    @Override
    public ListSAMLProvidersResponse handle(ListSAMLProvidersRequest input, Call call) {
        return ListSAMLProvidersResponse.builder()
                .samlProviderList(tables.samlProviders.all(call.account()).stream()
                        .map(provider -> SAMLProviderListEntry.builder()
                                .arn(provider.arn())
                                .validUntil(provider.validUntil())
                                .createDate(provider.created())
                                .build())
                        .toList())
                .build();
    }
}
