package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.UpdateSAMLProviderRequest;
import dev.virga.api.iam.UpdateSAMLProviderResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.kernel.saml.SamlMetadata;
import dev.virga.wire.Op;
import java.time.Instant;
import java.util.List;

/// Gives a provider other metadata.
final class UpdateSAMLProvider implements Operation<UpdateSAMLProviderRequest, UpdateSAMLProviderResponse> {
    private final Tables tables;

    UpdateSAMLProvider(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<UpdateSAMLProviderRequest, UpdateSAMLProviderResponse> op() {
        return IamOps.UpdateSAMLProvider;
    }

    @Override
    public List<Access> access(UpdateSAMLProviderRequest input, Call call) {
        return List.of(Access.to("iam:UpdateSAMLProvider", input.samlProviderArn()));
    }

    @Override
    public UpdateSAMLProviderResponse handle(UpdateSAMLProviderRequest input, Call call) {
        SamlProvider.refuseEncryption(input.assertionEncryptionMode(), input.addPrivateKey(), "UpdateSAMLProvider");
        String name = SamlProvider.name(input.samlProviderArn(), call);
        if (input.removePrivateKey() != null) {
            tables.samlProviders.get(call.account(), name);
            throw IamErrors.gone("The private key " + input.removePrivateKey() + " cannot be found.");
        }
        String document = input.samlMetadataDocument();
        if (document == null) {
            throw IamErrors.invalidInput("Nothing to update: SAMLMetadataDocument is missing.");
        }
        SamlMetadata metadata = SamlProvider.parse(document);
        Instant until = SamlProvider.until(metadata, tables.now());
        SamlProvider.Trusted trusted = SamlProvider.Trusted.of(metadata);
        tables.samlProviders.update(
                call.account(),
                name,
                provider -> EntityTable.Change.to(provider.withMetadata(document, until, trusted)));
        return UpdateSAMLProviderResponse.builder()
                .samlProviderArn(input.samlProviderArn())
                .build();
    }
}
