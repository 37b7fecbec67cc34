package dev.virga.services.s3;

import dev.virga.wire.AwsException;
import dev.virga.wire.Json;
import dev.virga.wire.Shape;
import dev.virga.wire.Struct;
import dev.virga.wire.Structs;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How a request wants an object to be encrypted, by its headers or else by the bucket's default.
///
/// @param keyId of KMS, as the client wrote it
/// @param context of KMS, as the client wrote it
record WantedEncryption(
        Method method,
        @Nullable String keyId,
        boolean bucketKey,
        Map<String, String> context,
        @Nullable CustomerKey customerKey) {
    /// Of KMS, when nobody names one.
    private static final String DEFAULT_KEY = "alias/aws/s3";

    static WantedEncryption of(Struct input, Shape shape, BucketRow bucket, @Nullable CustomerKey customerKey) {
        String algorithm = text(input, shape, "ServerSideEncryption");
        String keyId = text(input, shape, "SSEKMSKeyId");
        String context = text(input, shape, "SSEKMSEncryptionContext");
        DefaultEncryption byDefault = DefaultEncryption.of(bucket);
        if (customerKey != null) {
            if (algorithm != null || keyId != null) {
                throw S3Errors.invalidArgument("Server Side Encryption with Customer provided key is incompatible with"
                        + " the encryption method specified");
            }
            if (byDefault.blocksCustomerKeys()) {
                throw new AwsException(
                        "AccessDenied",
                        403,
                        "Server Side Encryption with Customer provided keys (SSE-C) is blocked by the bucket's"
                                + " encryption configuration");
            }
            return new WantedEncryption(Method.CUSTOMER, null, false, Map.of(), customerKey);
        }
        if (!Encryption.AWS_KMS.equals(algorithm) && (keyId != null || context != null) && algorithm != null) {
            throw S3Errors.invalidArgument("Server Side Encryption with AWS KMS managed key requires HTTP header"
                    + " x-amz-server-side-encryption : aws:kms");
        }
        Boolean bucketKey =
                Structs.get(input, shape, "BucketKeyEnabled") instanceof Boolean flag ? flag : byDefault.bucketKey();
        if (algorithm == null) {
            if (keyId != null) {
                throw S3Errors.invalidArgument("Server Side Encryption with AWS KMS managed key requires HTTP header"
                        + " x-amz-server-side-encryption : aws:kms");
            }
            return byDefault.method() == Method.KMS
                    ? new WantedEncryption(Method.KMS, orDefault(byDefault.keyId()), bucketKey, context(context), null)
                    : new WantedEncryption(Method.S3, null, false, Map.of(), null);
        }
        return switch (algorithm) {
            case Encryption.AES256 -> new WantedEncryption(Method.S3, null, false, Map.of(), null);
            case Encryption.AWS_KMS ->
                new WantedEncryption(Method.KMS, orDefault(keyId), bucketKey, context(context), null);
            case Encryption.DSSE -> throw S3Errors.notImplemented("x-amz-server-side-encryption: " + algorithm);
            default -> throw S3Errors.invalidArgument("The encryption method specified is not supported");
        };
    }

    private static String orDefault(@Nullable String keyId) {
        return keyId == null ? DEFAULT_KEY : keyId;
    }

    private static @Nullable String text(Struct input, Shape shape, String member) {
        Object value = Structs.get(input, shape, member);
        return value == null ? null : value.toString();
    }

    /// Base64 of JSON whose values are text.
    private static Map<String, String> context(@Nullable String header) {
        Map<String, String> context = new LinkedHashMap<>();
        if (header == null) {
            return context;
        }
        try {
            String json = new String(Base64.getDecoder().decode(header), StandardCharsets.UTF_8);
            if (Json.parse(json) instanceof Map<?, ?> map
                    && map.values().stream().allMatch(String.class::isInstance)) {
                map.forEach((key, value) -> context.put((String) key, (String) value));
                return context;
            }
        } catch (IllegalArgumentException | AwsException e) {
            throw invalidContext();
        }
        throw invalidContext();
    }

    private static AwsException invalidContext() {
        return S3Errors.invalidArgument("The header 'x-amz-server-side-encryption-context' shall be Base64-encoded"
                + " UTF-8 string holding JSON which represents a string-string map");
    }
}
