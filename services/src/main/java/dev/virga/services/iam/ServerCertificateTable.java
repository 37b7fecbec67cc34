package dev.virga.services.iam;

import dev.virga.kernel.crypto.Seal;
import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import dev.virga.store.Store;
import dev.virga.wire.AwsException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// Row: path, name, id, PEM of certificate and chain, private key sealed, times of upload and
/// expiration, tags.
final class ServerCertificateTable extends EntityTable<ServerCertificate> {
    /// What a sealed key is bound to, before the certificate's id, which stays when it is renamed.
    private static final String KEY_OF = "private key of server certificate ";

    private final Seal seal;

    ServerCertificateTable(Store store, Epoch epoch, Seal seal) {
        super(store, epoch, ServerCertificate.KIND, Quotas.SERVER_CERTIFICATES);
        this.seal = seal;
    }

    byte[] sealed(String account, String id, String privateKey) {
        return seal.seal(privateKey.getBytes(StandardCharsets.UTF_8), KEY_OF + account + "/" + id);
    }

    @Override
    String name(ServerCertificate certificate) {
        return certificate.name();
    }

    @Override
    String quotaName() {
        return "ServerCertificatesPerAccount";
    }

    @Override
    AwsException missing(String name) {
        return IamErrors.gone("The Server Certificate with name " + name + " cannot be found.");
    }

    @Override
    void write(ServerCertificate row, RowWriter out) {
        out.string(row.path())
                .string(row.name())
                .string(row.id())
                .string(row.body())
                .nullableString(row.chain())
                .bytes(row.sealedKey())
                .varint(row.uploaded().toEpochMilli())
                .varint(row.expires().toEpochMilli())
                .map(row.tags());
    }

    @Override
    ServerCertificate read(String account, RowReader in) {
        return new ServerCertificate(
                account,
                in.string(),
                in.string(),
                in.string(),
                in.string(),
                in.nullableString(),
                in.bytes(),
                Instant.ofEpochMilli(in.varint()),
                Instant.ofEpochMilli(in.varint()),
                in.map());
    }
}
