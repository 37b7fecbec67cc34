package dev.virga.services.kms;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the caller binds a ciphertext to. Not secret; needed again, exactly, to decrypt.
final class EncryptionContext {
    /// Of names and values together.
    static final int MAX_BYTES = 8192;

    private EncryptionContext() {}

    /// @throws dev.virga.wire.AwsException ValidationException
    static Map<String, String> checked(@Nullable Map<String, String> given, KmsKey key) {
        if (given == null || given.isEmpty()) {
            return Map.of();
        }
        if (!key.isSymmetric()) {
            throw KmsErrors.validation(
                    "The EncryptionContext parameter is not valid with an asymmetric KMS key or an HMAC KMS key.");
        }
        long bytes = 0;
        for (Map.Entry<String, String> pair : given.entrySet()) {
            if (pair.getValue() == null) {
                throw KmsErrors.validation("EncryptionContext values must not be null.");
            }
            bytes += pair.getKey().getBytes(StandardCharsets.UTF_8).length;
            bytes += pair.getValue().getBytes(StandardCharsets.UTF_8).length;
        }
        if (bytes > MAX_BYTES) {
            throw KmsErrors.validation("EncryptionContext must be at most " + MAX_BYTES + " bytes.");
        }
        return given;
    }

    /// The same bytes for the same pairs in whatever order, and other bytes for all others.
    static byte[] bytes(Map<String, String> context) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(context.size());
            for (Map.Entry<String, String> pair : new TreeMap<>(context).entrySet()) {
                write(out, pair.getKey());
                write(out, pair.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, String text) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
    }
}
