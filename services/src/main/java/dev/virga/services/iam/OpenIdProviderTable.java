package dev.virga.services.iam;

import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import dev.virga.store.Store;
import java.time.Instant;

/// Row: name, creation, clients, thumbprints, tags.
final class OpenIdProviderTable extends EntityTable<OpenIdProvider> {
    OpenIdProviderTable(Store store, Epoch epoch) {
        super(store, epoch, OpenIdProvider.KIND, Quotas.OPENID_PROVIDERS);
    }

    @Override
    String name(OpenIdProvider provider) {
        return provider.name();
    }

    @Override
    void write(OpenIdProvider provider, RowWriter row) {
        row.string(provider.name())
                .varint(provider.created().toEpochMilli())
                .list(provider.clients(), RowWriter::string)
                .list(provider.thumbprints(), RowWriter::string)
                .map(provider.tags());
    }

    @Override
    OpenIdProvider read(String account, RowReader row) {
        return new OpenIdProvider(
                account,
                row.string(),
                Instant.ofEpochMilli(row.varint()),
                row.list(RowReader::string),
                row.list(RowReader::string),
                row.map());
    }

    /// @throws dev.virga.wire.AwsException NoSuchEntity
    @Override
    Stored<OpenIdProvider> require(String account, String name) {
        Stored<OpenIdProvider> stored = find(account, name);
        if (stored == null) {
            throw IamErrors.noSuchOpenIdProvider(OpenIdProvider.arn(account, name));
        }
        return stored;
    }
}
