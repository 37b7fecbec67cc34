package dev.virga.services.kms;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a symmetric key makes of a plaintext: it says itself which key and material it needs.
///
///     format (1 byte, 1) + account (8) + kind of id (1: UUID, 2: multi-region) + id (16)
///     + number of the material (4) + message of PerMessageGcm
///
/// The head is authenticated together with the encryption context. The region is not in it: the
/// replicas of a multi-region key decrypt each other's.
///
/// @param head the bytes before the message
record Ciphertext(String account, String keyId, int material, byte[] head, byte[] message) {
    private static final byte FORMAT = 1;
    private static final int HEAD_BYTES = 1 + 8 + 1 + 16 + 4;
    private static final byte UUID_ID = 1;
    private static final byte MULTI_REGION_ID = 2;
    private static final String MULTI_REGION = "mrk-";
    private static final long ACCOUNTS = 1_000_000_000_000L;

    /// Null when the bytes are no ciphertext of this kind.
    static @Nullable Ciphertext parse(byte[] blob) {
        if (blob.length <= HEAD_BYTES || blob[0] != FORMAT) {
            return null;
        }
        ByteBuffer in = ByteBuffer.wrap(blob, 1, HEAD_BYTES - 1);
        long account = in.getLong();
        byte kind = in.get();
        UUID id = new UUID(in.getLong(), in.getLong());
        int material = in.getInt();
        if (account < 0 || account >= ACCOUNTS || (kind != UUID_ID && kind != MULTI_REGION_ID)) {
            return null;
        }
        String text =
                kind == UUID_ID ? id.toString() : MULTI_REGION + id.toString().replace("-", "");
        return new Ciphertext(
                String.format("%012d", account),
                text,
                material,
                Arrays.copyOf(blob, HEAD_BYTES),
                Arrays.copyOfRange(blob, HEAD_BYTES, blob.length));
    }

    static byte[] seal(KmsKey key, int number, SymmetricMaterial material, byte[] plaintext, byte[] context) {
        UUID id = uuid(key.id());
        byte[] head = ByteBuffer.allocate(HEAD_BYTES)
                .put(FORMAT)
                .putLong(Long.parseLong(key.account()))
                .put(key.id().startsWith(MULTI_REGION) ? MULTI_REGION_ID : UUID_ID)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .putInt(number)
                .array();
        return join(head, material.cipher().seal(plaintext, join(head, context)));
    }

    /// Null when it was changed, or bound to another encryption context.
    byte @Nullable [] open(SymmetricMaterial with, byte[] context) {
        return with.open(message, join(head, context));
    }

    private static UUID uuid(String keyId) {
        if (!keyId.startsWith(MULTI_REGION)) {
            return UUID.fromString(keyId);
        }
        String digits = keyId.substring(MULTI_REGION.length());
        return new UUID(
                Long.parseUnsignedLong(digits.substring(0, 16), 16), Long.parseUnsignedLong(digits.substring(16), 16));
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
