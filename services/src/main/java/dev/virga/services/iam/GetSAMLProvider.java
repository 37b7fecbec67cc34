package dev.virga.services.iam;

import dev.virga.api.iam.GetSAMLProviderRequest;
import dev.virga.api.iam.GetSAMLProviderResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Shows a provider with its metadata.
final class GetSAMLProvider implements Operation<GetSAMLProviderRequest, GetSAMLProviderResponse> {
    private final Tables tables;

    GetSAMLProvider(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<GetSAMLProviderRequest, GetSAMLProviderResponse> op() {
        return IamOps.GetSAMLProvider;
    }

    @Override
    public List<Access> access(GetSAMLProviderRequest input, Call call) {
        return List.of(Access.to("iam:GetSAMLProvider", input.samlProviderArn()));
    }

    @Override
    public GetSAMLProviderResponse handle(GetSAMLProviderRequest input, Call call) {
        SamlProvider provider =
                tables.samlProviders.get(call.account(), SamlProvider.name(input.samlProviderArn(), call));
        return GetSAMLProviderResponse.builder()
                .samlProviderUUID(provider.uuid())
                .samlMetadataDocument(provider.metadata())
                .createDate(provider.created())
                .validUntil(provider.validUntil())
                .tags(Tags.list(provider.tags()))
                .build();
    }
}
