package dev.virga.services.iam;

import dev.virga.api.iam.ServerCertificateMetadata;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A certificate for servers, with its private key, which nobody gets back.
///
/// @param sealedKey as the table keeps it
record ServerCertificate(
        String account,
        String path,
        String name,
        String id,
        String body,
        @Nullable String chain,
        byte[] sealedKey,
        Instant uploaded,
        Instant expires,
        Map<String, String> tags) {
    static final String KIND = "server-certificate";

    String arn() {
        return Arns.of(account, KIND, path, name);
    }

    ServerCertificate renamed(String newPath, String newName) {
        return new ServerCertificate(account, newPath, newName, id, body, chain, sealedKey, uploaded, expires, tags);
    }

    ServerCertificate withTags(Map<String, String> others) {
        return new ServerCertificate(account, path, name, id, body, chain, sealedKey, uploaded, expires, others);
    }

    ServerCertificateMetadata metadata() {
        return ServerCertificateMetadata.builder()
                .path(path)
                .serverCertificateName(name)
                .serverCertificateId(id)
                .arn(arn())
                .uploadDate(uploaded)
                .expiration(expires)
                .build();
    }

    dev.virga.api.iam.ServerCertificate details() {
        return dev.virga.api.iam.ServerCertificate.builder()
                .serverCertificateMetadata(metadata())
                .certificateBody(body)
                .certificateChain(chain)
                .tags(Tags.list(tags))
                .build();
    }
}
