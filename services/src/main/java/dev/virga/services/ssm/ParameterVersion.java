package dev.virga.services.ssm;

import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import org.jspecify.annotations.Nullable;

/// One version of a parameter.
///
/// @param type `String`, `StringList` or `SecureString`
/// @param value the text; of a SecureString its ciphertext
/// @param keyId KMS key of a SecureString, or null
/// @param user ARN of who wrote it
/// @param policies as they were given: JSON, or null
record ParameterVersion(
        long number,
        String type,
        byte[] value,
        @Nullable String keyId,
        long modifiedMillis,
        String user,
        @Nullable String description,
        @Nullable String allowedPattern,
        String tier,
        @Nullable String policies,
        String dataType) {
    static final String SECURE = "SecureString";
    static final String STANDARD = "Standard";
    static final String ADVANCED = "Advanced";

    boolean secure() {
        return type.equals(SECURE);
    }

    void write(RowWriter row) {
        row.varint(number)
                .string(type)
                .bytes(value)
                .nullableString(keyId)
                .varint(modifiedMillis)
                .string(user)
                .nullableString(description)
                .nullableString(allowedPattern)
                .string(tier)
                .nullableString(policies)
                .string(dataType);
    }

    static ParameterVersion read(RowReader row) {
        return new ParameterVersion(
                row.varint(),
                row.string(),
                row.bytes(),
                row.nullableString(),
                row.varint(),
                row.string(),
                row.nullableString(),
                row.nullableString(),
                row.string(),
                row.nullableString(),
                row.string());
    }

    /// Values are not for logs.
    @Override
    public String toString() {
        return "ParameterVersion[" + number + "]";
    }
}
