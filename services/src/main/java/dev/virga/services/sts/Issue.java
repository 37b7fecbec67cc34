package dev.virga.services.sts;

import dev.virga.api.sts.Credentials;
import dev.virga.kernel.SessionTokens;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Temporary credentials as answers show them.
final class Issue {
    private Issue() {}

    /// In whole seconds, as AWS shows it, so that clients and tokens agree.
    static Instant expiry(Instant now, Duration duration) {
        return now.plus(duration).truncatedTo(ChronoUnit.SECONDS);
    }

    /// @throws dev.virga.wire.AwsException PackedPolicyTooLarge: no header could hold the token
    static SessionTokens.Issued checked(SessionTokens.Issued issued) {
        int percent = 100 * issued.sessionToken().length() / SessionTokens.MAX_TOKEN_CHARS;
        if (percent >= 100) {
            throw StsErrors.packedPolicyTooLarge(percent);
        }
        return issued;
    }

    static Credentials shape(SessionTokens.Issued issued) {
        return Credentials.builder()
                .accessKeyId(issued.accessKeyId())
                .secretAccessKey(issued.secretKey())
                .sessionToken(issued.sessionToken())
                .expiration(issued.expires())
                .build();
    }
}
