package dev.virga.services.iam;

import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import dev.virga.store.Store;
import dev.virga.wire.AwsException;
import java.time.Instant;

/// Row: user, id, text, active, time of upload.
final class SshPublicKeyTable extends UserCredentialTable<SshPublicKey> {
    SshPublicKeyTable(Store store, Epoch epoch, UserTable users, AttachmentTable uses) {
        super(store, epoch, SshPublicKey.KIND, SshPublicKey.PER_USER, users, uses);
    }

    @Override
    AwsException missing(String name) {
        return IamErrors.gone("The Public Key with id " + name + " cannot be found.");
    }

    @Override
    void write(SshPublicKey row, RowWriter out) {
        out.string(row.user())
                .string(row.id())
                .string(row.body())
                .bool(row.active())
                .varint(row.uploaded().toEpochMilli());
    }

    @Override
    SshPublicKey read(String account, RowReader in) {
        return new SshPublicKey(
                account, in.string(), in.string(), in.string(), in.bool(), Instant.ofEpochMilli(in.varint()));
    }
}
