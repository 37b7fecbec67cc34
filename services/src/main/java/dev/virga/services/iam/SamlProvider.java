package dev.virga.services.iam;

import dev.virga.kernel.Arn;
import dev.virga.kernel.Call;
import dev.virga.kernel.saml.SamlMetadata;
import dev.virga.wire.AwsException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A SAML identity provider whose assertions STS takes for roles of the account.
///
/// @param uuid stays as long as the provider
/// @param metadata what the provider says about itself
/// @param trusted what assertions are checked with, of the metadata; null in rows that were written
///     before it was kept
record SamlProvider(
        String account,
        String name,
        String uuid,
        Instant created,
        Instant validUntil,
        String metadata,
        Map<String, String> tags,
        @Nullable Trusted trusted) {
    static final String KIND = "saml-provider";

    /// Of metadata that does not say how long it is valid.
    private static final Duration VALID = Duration.ofDays(36_500);

    /// Extracted when the metadata came, so that nobody makes the server read all of it again.
    ///
    /// @param certificates in DER
    record Trusted(String entityId, List<byte[]> certificates) {
        static Trusted of(SamlMetadata metadata) {
            return new Trusted(metadata.entityId(), metadata.encodedCertificates());
        }
    }

    String arn() {
        return arn(account, name);
    }

    static String arn(String account, String name) {
        return Arns.of(account, KIND, "/", name);
    }

    SamlProvider withMetadata(String document, Instant until, Trusted of) {
        return new SamlProvider(account, name, uuid, created, until, document, tags, of);
    }

    SamlProvider withTags(Map<String, String> others) {
        return new SamlProvider(account, name, uuid, created, validUntil, metadata, others, trusted);
    }

    /// @throws AwsException InvalidInput when it is no metadata
    static SamlMetadata parse(String document) {
        SamlMetadata parsed = SamlMetadata.parse(document);
        if (parsed == null) {
            throw IamErrors.invalidInput("Could not parse metadata");
        }
        return parsed;
    }

    /// Until when metadata is valid.
    static Instant until(SamlMetadata parsed, Instant now) {
        Instant until = parsed.validUntil();
        return until == null ? now.plus(VALID) : until;
    }

    /// The name in an ARN of the caller's account.
    ///
    /// @throws AwsException InvalidInput
    static String name(String arn, Call call) {
        Arn parsed = Arn.parse(arn);
        if (parsed == null
                || !parsed.service().equals("iam")
                || !parsed.account().equals(call.account())
                || !parsed.resource().startsWith(KIND + "/")) {
            throw IamErrors.invalidInput("Invalid ARN: " + arn);
        }
        return parsed.resource().substring(KIND.length() + 1);
    }

    /// What is not there: assertions that only AWS could read.
    static void refuseEncryption(@Nullable String mode, @Nullable String privateKey, String operation) {
        if (mode != null || privateKey != null) {
            throw new AwsException(
                    "NotImplemented",
                    501,
                    "Encrypted assertions in iam:" + operation + " are not implemented by Virga yet.");
        }
    }
}
