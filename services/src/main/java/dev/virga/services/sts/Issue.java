package dev.virga.services.sts;

import dev.virga.api.sts.Credentials;
import dev.virga.kernel.SessionTokens;

/// Temporary credentials as answers show them.
final class Issue {
    private Issue() {}

    static Credentials shape(SessionTokens.Issued issued) {
        return Credentials.builder()
                .accessKeyId(issued.accessKeyId())
                .secretAccessKey(issued.secretKey())
                .sessionToken(issued.sessionToken())
                .expiration(issued.expires())
                .build();
    }
}
