package dev.virga.services.s3;

import dev.virga.kernel.crypto.ChunkedGcm;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The key of an object's content. What is stored at once is encrypted with it; each part of an
/// upload is encrypted with a key derived from it and the part's salt.
final class ContentKey {
    private static final int SALT_BYTES = 16;
    private static final int MD5_BYTES = 16;
    private static final byte[] NO_SALT = new byte[0];
    private static final String PART = "virga s3 part\0";
    private static final String ETAG = "virga s3 etag\0";

    private final ChunkedGcm gcm;
    private final byte[] key;
    private final boolean plainEtags;

    /// @param plainEtags ETags are the content's MD5; else they tell nothing about it
    ContentKey(ChunkedGcm gcm, byte[] key, boolean plainEtags) {
        this.gcm = gcm;
        this.key = key;
        this.plainEtags = plainEtags;
    }

    byte[] bytes() {
        return key;
    }

    /// Encrypts one piece of content.
    record Piece(ContentKey of, byte[] salt, byte[] key) {
        ChunkedGcm gcm() {
            return of.gcm;
        }

        String etag(byte[] md5) {
            byte[] tag = of.plainEtags ? md5 : Arrays.copyOf(of.derive(ETAG, md5), MD5_BYTES);
            return HexFormat.of().formatHex(tag);
        }
    }

    /// For the only piece of a new object.
    Piece whole() {
        return piece(NO_SALT);
    }

    /// For one of many.
    Piece part(SecureRandom random) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return piece(salt);
    }

    /// For a piece that is there.
    Piece piece(byte[] salt) {
        return new Piece(this, salt, salt.length == 0 ? key : derive(PART, salt));
    }

    private byte[] derive(String label, byte[] from) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update(label.getBytes(StandardCharsets.US_ASCII));
            return mac.doFinal(from);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
