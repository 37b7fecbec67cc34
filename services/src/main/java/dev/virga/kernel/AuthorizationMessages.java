package dev.virga.kernel;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Why a request was refused, in a form that its sender cannot read: an encoded authorization
/// message, which `DecodeAuthorizationMessage` opens for those who may.
///
///     base64url( nonce (12 bytes)  AES-256-GCM( deflated JSON ) )
///
/// The key comes from the installation's, so that messages outlive a restart. Any thread may call
/// it.
public final class AuthorizationMessages {
    /// What `DecodeAuthorizationMessage` takes.
    public static final int MAX_ENCODED_CHARS = 10_240;

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int MAX_JSON_BYTES = 256 << 10;

    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();

    /// @param rootKey at least 32 random bytes that only this installation knows
    public AuthorizationMessages(byte[] rootKey) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(rootKey, "HmacSHA256"));
            this.key =
                    new SecretKeySpec(mac.doFinal("authorization messages".getBytes(StandardCharsets.US_ASCII)), "AES");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// @return null when the message is longer than the operation would take back
    public @Nullable String encode(String json) {
        byte[] plain = json.getBytes(StandardCharsets.UTF_8);
        if (plain.length > MAX_JSON_BYTES) {
            return null;
        }
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = crypt(Cipher.ENCRYPT_MODE, nonce, Deflated.of(plain), 0);
        if (sealed == null) {
            throw new IllegalStateException("an authorization message could not be sealed");
        }
        byte[] all = new byte[NONCE_BYTES + sealed.length];
        System.arraycopy(nonce, 0, all, 0, NONCE_BYTES);
        System.arraycopy(sealed, 0, all, NONCE_BYTES, sealed.length);
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(all);
        return text.length() > MAX_ENCODED_CHARS ? null : text;
    }

    /// @return null when this installation did not make the message, or somebody changed it
    public @Nullable String decode(String text) {
        if (text.length() > MAX_ENCODED_CHARS) {
            return null;
        }
        byte[] all;
        try {
            all = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
        if (all.length <= NONCE_BYTES) {
            return null;
        }
        byte[] opened = crypt(Cipher.DECRYPT_MODE, all, all, NONCE_BYTES);
        return opened == null ? null : new String(Deflated.open(opened, MAX_JSON_BYTES), StandardCharsets.UTF_8);
    }

    /// @param nonce in its first bytes
    private byte @Nullable [] crypt(int mode, byte[] nonce, byte[] data, int from) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce, 0, NONCE_BYTES));
            return cipher.doFinal(data, from, data.length - from);
        } catch (GeneralSecurityException e) {
            if (mode == Cipher.ENCRYPT_MODE) {
                throw new IllegalStateException(e);
            }
            return null;
        }
    }
}
