package dev.virga.services.iam;

import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import dev.virga.store.Store;
import dev.virga.wire.AwsException;
import java.time.Instant;

/// Row: user, id, PEM, active, time of upload.
final class SigningCertificateTable extends UserCredentialTable<SigningCertificate> {
    SigningCertificateTable(Store store, Epoch epoch, UserTable users, AttachmentTable uses) {
        super(store, epoch, SigningCertificate.KIND, SigningCertificate.PER_USER, users, uses);
    }

    @Override
    AwsException missing(String name) {
        return IamErrors.gone("The Certificate with id " + name + " cannot be found.");
    }

    @Override
    void write(SigningCertificate row, RowWriter out) {
        out.string(row.user())
                .string(row.id())
                .string(row.body())
                .bool(row.active())
                .varint(row.uploaded().toEpochMilli());
    }

    @Override
    SigningCertificate read(String account, RowReader in) {
        return new SigningCertificate(
                account, in.string(), in.string(), in.string(), in.bool(), Instant.ofEpochMilli(in.varint()));
    }
}
