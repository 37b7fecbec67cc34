package dev.virga.services.iam;

import dev.virga.api.iam.CreateSAMLProviderRequest;
import dev.virga.api.iam.CreateSAMLProviderResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.kernel.saml.SamlMetadata;
import dev.virga.wire.Op;
import java.time.Instant;
import java.util.List;

/// Registers an identity provider whose SAML assertions STS takes.
final class CreateSAMLProvider implements Operation<CreateSAMLProviderRequest, CreateSAMLProviderResponse> {
    private final Tables tables;

    CreateSAMLProvider(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<CreateSAMLProviderRequest, CreateSAMLProviderResponse> op() {
        return IamOps.CreateSAMLProvider;
    }

    @Override
    public List<Access> access(CreateSAMLProviderRequest input, Call call) {
        return List.of(Access.to("iam:CreateSAMLProvider", SamlProvider.arn(call.account(), input.name())));
    }

    @Override
    public CreateSAMLProviderResponse handle(CreateSAMLProviderRequest input, Call call) {
        SamlProvider.refuseEncryption(input.assertionEncryptionMode(), input.addPrivateKey(), "CreateSAMLProvider");
        Instant now = tables.now();
        SamlMetadata metadata = SamlProvider.parse(input.samlMetadataDocument());
        SamlProvider provider = new SamlProvider(
                call.account(),
                input.name(),
                tables.ids.longId(),
                now,
                SamlProvider.until(metadata, now),
                input.samlMetadataDocument(),
                Tags.first(input.tags()),
                SamlProvider.Trusted.of(metadata));
        if (!tables.samlProviders.create(call.account(), provider, List.of(), List.of())) {
            throw IamErrors.taken("SAML Provider " + provider.arn() + " already exists.");
        }
        return CreateSAMLProviderResponse.builder()
                .samlProviderArn(provider.arn())
                .tags(Tags.list(provider.tags()))
                .build();
    }
}
