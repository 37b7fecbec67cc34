package dev.virga.services.kms;

import java.security.MessageDigest;
import java.util.Arrays;

/// The encoding EMSA-PSS of RFC 8017 (9.1) with MGF1 over the same hash and a salt as long as the
/// hash. The JDK's own takes messages only, and KMS also signs digests.
///
/// For moduli whose length is a multiple of 8 bits: the encoded message is one bit shorter.
final class RsaPss {
    private static final int LAST = 0xbc;
    private static final int TOP_BITS = 0x7f;

    private RsaPss() {}

    /// @param length of the modulus in bytes
    static byte[] encode(byte[] hash, String digest, int length, byte[] salt) {
        MessageDigest function = Digests.of(digest);
        byte[] h = tie(function, hash, salt);
        int maskedLength = length - h.length - 1;
        byte[] encoded = new byte[length];
        encoded[maskedLength - salt.length - 1] = 1;
        System.arraycopy(salt, 0, encoded, maskedLength - salt.length, salt.length);
        mask(function, h, encoded, maskedLength);
        System.arraycopy(h, 0, encoded, maskedLength, h.length);
        encoded[length - 1] = (byte) LAST;
        return encoded;
    }

    static boolean matches(byte[] encoded, byte[] hash, String digest) {
        MessageDigest function = Digests.of(digest);
        int hashLength = function.getDigestLength();
        int maskedLength = encoded.length - hashLength - 1;
        int padding = maskedLength - hashLength - 1;
        if (padding < 0 || (encoded[encoded.length - 1] & 0xff) != LAST || (encoded[0] & ~TOP_BITS & 0xff) != 0) {
            return false;
        }
        byte[] h = Arrays.copyOfRange(encoded, maskedLength, maskedLength + hashLength);
        byte[] block = Arrays.copyOf(encoded, maskedLength);
        mask(function, h, block, maskedLength);
        for (int i = 0; i < padding; i++) {
            if (block[i] != 0) {
                return false;
            }
        }
        byte[] salt = Arrays.copyOfRange(block, padding + 1, maskedLength);
        return block[padding] == 1 && MessageDigest.isEqual(h, tie(function, hash, salt));
    }

    private static byte[] tie(MessageDigest function, byte[] hash, byte[] salt) {
        function.update(new byte[8]);
        function.update(hash);
        return function.digest(salt);
    }

    /// MGF1 over `seed`, into the first `length` bytes; the top bit, which the modulus has no room
    /// for, becomes zero.
    private static void mask(MessageDigest function, byte[] seed, byte[] bytes, int length) {
        int at = 0;
        for (int counter = 0; at < length; counter++) {
            function.update(seed);
            byte[] part = function.digest(new byte[] {0, 0, (byte) (counter >> 8), (byte) counter});
            for (int i = 0; i < part.length && at < length; i++) {
                bytes[at++] ^= part[i];
            }
        }
        bytes[0] &= TOP_BITS;
    }
}
