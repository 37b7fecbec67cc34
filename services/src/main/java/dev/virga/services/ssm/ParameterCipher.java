package dev.virga.services.ssm;

import dev.virga.api.ssm.InvalidKeyId;
import dev.virga.kernel.Call;
import dev.virga.kernel.Cloud;
import dev.virga.kernel.KmsEnvelope;
import dev.virga.services.ssm.ParameterTable.Found;
import dev.virga.services.ssm.ParameterTable.Place;
import dev.virga.wire.AwsException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/// The values of SecureString parameters: those of the standard tier KMS encrypts itself, those of
/// the advanced tier are encrypted with a data key. Both are bound to the parameter's ARN.
final class ParameterCipher {
    static final String DEFAULT_KEY = "alias/aws/ssm";

    private final KmsEnvelope envelope;

    ParameterCipher(Cloud cloud) {
        envelope = new KmsEnvelope(cloud, "ssm");
    }

    byte[] seal(Call call, Place place, String name, String keyId, String tier, String value) {
        byte[] plain = value.getBytes(StandardCharsets.UTF_8);
        Map<String, String> context = context(ParameterName.arn(place.account(), place.region(), name));
        try {
            return tier.equals(ParameterVersion.STANDARD)
                    ? envelope.sealDirectly(call, place.region(), keyId, context, plain)
                    : envelope.seal(call, place.region(), keyId, context, plain);
        } catch (AwsException e) {
            throw failure(e);
        }
    }

    /// The value as an answer shows it: of a SecureString its ciphertext unless it is to be
    /// decrypted.
    String text(Call call, Found found, ParameterVersion version, boolean decrypted) {
        if (!version.secure()) {
            return new String(version.value(), StandardCharsets.UTF_8);
        }
        if (!decrypted) {
            return Base64.getEncoder().encodeToString(version.value());
        }
        try {
            byte[] plain = envelope.open(call, found.place().region(), context(found.arn()), version.value());
            return new String(plain, StandardCharsets.UTF_8);
        } catch (AwsException e) {
            throw failure(e);
        }
    }

    private static Map<String, String> context(String arn) {
        return Map.of("PARAMETER_ARN", arn);
    }

    private static AwsException failure(AwsException e) {
        if (e.status() >= 500) {
            return e;
        }
        String message = e.getMessage() == null ? e.code() : e.getMessage();
        return e.code().startsWith("AccessDenied") ? SsmErrors.denied(message) : new InvalidKeyId(message);
    }
}
