package dev.virga.services.secretsmanager;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The protected value: a text or bytes.
record SecretValue(@Nullable String text, byte @Nullable [] binary) {
    private static final int MAX_BYTES = 65_536;

    /// Null when the request has none.
    ///
    /// @throws dev.virga.wire.AwsException InvalidParameterException
    static @Nullable SecretValue of(@Nullable String text, byte @Nullable [] binary) {
        if (text != null && binary != null) {
            throw SecretErrors.parameter(
                    "You can't specify both a binary secret value and a string secret value in the same secret.");
        }
        if (text == null && binary == null) {
            return null;
        }
        int bytes = text != null ? text.getBytes(StandardCharsets.UTF_8).length : Objects.requireNonNull(binary).length;
        if (bytes > MAX_BYTES) {
            throw SecretErrors.parameter("The secret value is larger than " + MAX_BYTES + " bytes.");
        }
        return new SecretValue(text, binary);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SecretValue that
                && Objects.equals(text, that.text)
                && Arrays.equals(binary, that.binary);
    }

    @Override
    public int hashCode() {
        return Objects.hash(text, Arrays.hashCode(binary));
    }

    /// A secret is not for logs.
    @Override
    public String toString() {
        return "SecretValue";
    }
}
