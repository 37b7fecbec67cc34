package dev.virga.services.iam;

import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import dev.virga.store.Store;
import dev.virga.wire.AwsException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Row: user, id, service, name, hash of the secret, active, creation, end or null.
final class ServiceCredentialTable extends UserCredentialTable<ServiceCredential> {
    ServiceCredentialTable(Store store, Epoch epoch, UserTable users, AttachmentTable uses) {
        super(
                store,
                epoch,
                ServiceCredential.KIND,
                ServiceCredential.PER_SERVICE * (ServiceCredential.PASSWORDS.size() + ServiceCredential.KEYS.size()),
                users,
                uses);
    }

    @Override
    AwsException missing(String name) {
        return IamErrors.gone("No such credential " + name + " exists");
    }

    @Override
    void write(ServiceCredential row, RowWriter out) {
        Instant expires = row.expires();
        out.string(row.user())
                .string(row.id())
                .string(row.service())
                .string(row.name())
                .bytes(row.hash())
                .bool(row.active())
                .varint(row.created().toEpochMilli())
                .nullableVarint(expires == null ? null : expires.toEpochMilli());
    }

    @Override
    ServiceCredential read(String account, RowReader in) {
        return new ServiceCredential(
                account,
                in.string(),
                in.string(),
                in.string(),
                in.string(),
                in.bytes(),
                in.bool(),
                Instant.ofEpochMilli(in.varint()),
                instant(in.nullableVarint()));
    }

    private static @Nullable Instant instant(@Nullable Long millis) {
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }
}
