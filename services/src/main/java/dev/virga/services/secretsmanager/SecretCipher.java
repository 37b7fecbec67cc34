package dev.virga.services.secretsmanager;

import dev.virga.api.secretsmanager.DecryptionFailure;
import dev.virga.api.secretsmanager.EncryptionFailure;
import dev.virga.kernel.Call;
import dev.virga.kernel.Cloud;
import dev.virga.kernel.KmsEnvelope;
import dev.virga.wire.AwsException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Encrypts values before they are stored: with a data key of the secret's KMS key, bound to the
/// secret's ARN and the version.
final class SecretCipher {
    private static final String DEFAULT_KEY = "alias/aws/secretsmanager";
    private static final byte TEXT = 1;
    private static final byte BINARY = 2;

    private final KmsEnvelope envelope;

    SecretCipher(Cloud cloud) {
        envelope = new KmsEnvelope(cloud, "secretsmanager");
    }

    /// @param keyId KMS key, or null for `aws/secretsmanager`
    byte[] seal(Call call, Place place, String arn, String versionId, @Nullable String keyId, SecretValue value) {
        if (isDefault(keyId) && !call.caller().account().equals(place.account())) {
            throw otherAccount();
        }
        byte[] plain = encode(value);
        try {
            String key = place.keyArn(keyId == null ? DEFAULT_KEY : keyId);
            return envelope.seal(call, place.region(), key, context(arn, versionId), plain);
        } catch (AwsException e) {
            throw failure(e, true);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    /// @param keyId with which it was sealed, or null for `aws/secretsmanager`
    SecretValue open(Call call, Place place, String arn, String versionId, @Nullable String keyId, byte[] sealed) {
        if (isDefault(keyId) && !call.caller().account().equals(place.account())) {
            throw otherAccount();
        }
        try {
            return decode(envelope.open(call, place.region(), context(arn, versionId), sealed));
        } catch (AwsException e) {
            throw failure(e, false);
        }
    }

    static boolean isDefault(@Nullable String keyId) {
        return keyId == null || keyId.endsWith(DEFAULT_KEY);
    }

    private static Map<String, String> context(String arn, String versionId) {
        return Map.of("SecretARN", arn, "SecretVersionId", versionId);
    }

    private static byte[] encode(SecretValue value) {
        String text = value.text();
        byte[] bytes = text == null ? value.binary() : text.getBytes(StandardCharsets.UTF_8);
        if (bytes == null) {
            throw new IllegalStateException("a value is a text or binary");
        }
        byte[] plain = new byte[bytes.length + 1];
        plain[0] = text == null ? BINARY : TEXT;
        System.arraycopy(bytes, 0, plain, 1, bytes.length);
        return plain;
    }

    private static SecretValue decode(byte[] plain) {
        byte[] bytes = Arrays.copyOfRange(plain, 1, plain.length);
        return plain[0] == TEXT
                ? new SecretValue(new String(bytes, StandardCharsets.UTF_8), null)
                : new SecretValue(null, bytes);
    }

    private static AwsException otherAccount() {
        return SecretErrors.request("You can't access a secret from a different AWS account if you encrypt the secret"
                + " with the default KMS service key.");
    }

    private static AwsException failure(AwsException e, boolean sealing) {
        if (e.status() >= 500) {
            return e;
        }
        if (e.code().startsWith("AccessDenied")) {
            return SecretErrors.denied("Access to KMS is not allowed");
        }
        return sealing
                ? new EncryptionFailure("Secrets Manager can't encrypt the protected secret text using the provided KMS"
                        + " key. " + e.getMessage())
                : new DecryptionFailure(
                        "Secrets Manager can't decrypt the protected secret text using the provided KMS key.");
    }
}
