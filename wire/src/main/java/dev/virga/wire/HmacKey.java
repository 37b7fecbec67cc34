package dev.virga.wire;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/// An HMAC-SHA256 key (RFC 2104) with both pads already digested: signing costs two blocks less
/// than with a key in bytes. Immutable; any thread.
final class HmacKey implements SignatureKey {
    private static final int BLOCK = 64;

    private final MessageDigest inner;
    private final MessageDigest outer;

    HmacKey(byte[] key) {
        byte[] block = Arrays.copyOf(key.length > BLOCK ? Sha256.start().digest(key) : key, BLOCK);
        inner = padded(block, 0x36);
        outer = padded(block, 0x5c);
    }

    private static MessageDigest padded(byte[] block, int pad) {
        byte[] bytes = new byte[BLOCK];
        for (int i = 0; i < BLOCK; i++) {
            bytes[i] = (byte) (block[i] ^ pad);
        }
        MessageDigest digest = Sha256.start();
        digest.update(bytes);
        return digest;
    }

    byte[] sign(byte[] message) {
        byte[] hash = Sha256.copy(inner).digest(message);
        return Sha256.copy(outer).digest(hash);
    }

    byte[] sign(String text) {
        return sign(text.getBytes(StandardCharsets.UTF_8));
    }

    String signHex(String text) {
        return HexFormat.of().formatHex(sign(text));
    }

    /// In constant time.
    @Override
    public boolean verifies(String toSign, String signature) {
        return SigV4.same(signHex(toSign), signature);
    }

    /// The signing key of Signature Version 4: good for one day, region and service.
    static HmacKey sigV4(String secretKey, String date, String region, String service) {
        HmacKey key = new HmacKey(("AWS4" + secretKey).getBytes(StandardCharsets.UTF_8));
        for (String part : new String[] {date, region, service, "aws4_request"}) {
            key = new HmacKey(key.sign(part));
        }
        return key;
    }
}
