package dev.virga.services.iam;

import dev.virga.kernel.Arn;
import dev.virga.kernel.saml.SamlIssuers;
import dev.virga.kernel.saml.SamlMetadata;
import org.jspecify.annotations.Nullable;

/// The SAML providers of all accounts, as STS needs them.
final class IamSamlIssuers implements SamlIssuers {
    private static final String PREFIX = SamlProvider.KIND + "/";

    private final SamlProviderTable table;

    IamSamlIssuers(SamlProviderTable table) {
        this.table = table;
    }

    @Override
    public @Nullable SamlMetadata find(Arn arn) {
        if (!arn.service().equals("iam") || !arn.resource().startsWith(PREFIX)) {
            return null;
        }
        EntityTable.Stored<SamlProvider> stored =
                table.find(arn.account(), arn.resource().substring(PREFIX.length()));
        if (stored == null) {
            return null;
        }
        SamlProvider provider = stored.value();
        SamlProvider.Trusted trusted = provider.trusted() == null ? extracted(provider) : provider.trusted();
        return trusted == null
                ? null
                : SamlMetadata.of(trusted.entityId(), trusted.certificates(), provider.validUntil());
    }

    /// For a row that is older than what is asked here: read from its metadata, and kept.
    private SamlProvider.@Nullable Trusted extracted(SamlProvider old) {
        SamlMetadata parsed = SamlMetadata.parse(old.metadata());
        if (parsed == null) {
            return null;
        }
        SamlProvider.Trusted trusted = SamlProvider.Trusted.of(parsed);
        table.update(
                old.account(),
                old.name(),
                now -> EntityTable.Change.to(
                        now.metadata().equals(old.metadata())
                                ? now.withMetadata(now.metadata(), now.validUntil(), trusted)
                                : now));
        return trusted;
    }
}
