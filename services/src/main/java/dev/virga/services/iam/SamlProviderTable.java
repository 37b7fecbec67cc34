package dev.virga.services.iam;

import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import dev.virga.store.Store;
import dev.virga.wire.AwsException;
import java.time.Instant;

/// Row: name, unique id, creation, end of validity, metadata, tags, entity id, certificates. Old rows
/// end before the entity id.
final class SamlProviderTable extends EntityTable<SamlProvider> {
    SamlProviderTable(Store store, Epoch epoch) {
        super(store, epoch, SamlProvider.KIND, Quotas.SAML_PROVIDERS);
    }

    @Override
    String name(SamlProvider provider) {
        return provider.name();
    }

    @Override
    String quotaName() {
        return "SAMLProvidersPerAccount";
    }

    @Override
    AwsException missing(String name) {
        return IamErrors.gone("Manifest not found for arn of SAML provider " + name);
    }

    @Override
    void write(SamlProvider row, RowWriter out) {
        out.string(row.name())
                .string(row.uuid())
                .varint(row.created().toEpochMilli())
                .varint(row.validUntil().toEpochMilli())
                .string(row.metadata())
                .map(row.tags());
        SamlProvider.Trusted trusted = row.trusted();
        if (trusted != null) {
            out.string(trusted.entityId()).list(trusted.certificates(), RowWriter::bytes);
        }
    }

    @Override
    SamlProvider read(String account, RowReader in) {
        return new SamlProvider(
                account,
                in.string(),
                in.string(),
                Instant.ofEpochMilli(in.varint()),
                Instant.ofEpochMilli(in.varint()),
                in.string(),
                in.map(),
                in.more() ? new SamlProvider.Trusted(in.string(), in.list(RowReader::bytes)) : null);
    }
}
