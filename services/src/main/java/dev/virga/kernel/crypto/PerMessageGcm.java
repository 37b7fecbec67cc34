package dev.virga.kernel.crypto;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// AES-256-GCM with a key of its own for each message, derived from the long-lived key and a random
/// salt. With one key for all, random nonces of 96 bits would be safe for 2^32 messages only; with
/// a salt of 128 bits before them no number of messages that a machine can make comes near the
/// limit.
///
///     salt (16 bytes) + nonce (12 bytes) + ciphertext + tag (16 bytes)
///     key of the message = HMAC-SHA256(key, "virga message key" + 0 + salt)
///
/// Any thread may call it.
public final class PerMessageGcm {
    public static final int KEY_BYTES = 32;
    /// By how much a sealed message is longer.
    public static final int OVERHEAD_BYTES = 16 + 12 + 16;

    private static final int SALT_BYTES = 16;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final byte[] LABEL = "virga message key\0".getBytes(StandardCharsets.US_ASCII);

    /// As many as are used at a time on a small machine; more are made when needed.
    private static final int MAX_IDLE_MACS = 32;

    private final SecretKeySpec key;
    private final SecureRandom random;
    private final GcmCiphers ciphers = new GcmCiphers();
    private final ArrayBlockingQueue<Mac> macs = new ArrayBlockingQueue<>(MAX_IDLE_MACS);

    /// @param key 32 bytes; the caller may zero them afterwards
    public PerMessageGcm(byte[] key, SecureRandom random) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("a key has " + KEY_BYTES + " bytes");
        }
        this.key = new SecretKeySpec(key, "HmacSHA256");
        this.random = random;
    }

    /// @param bound authenticated with the message, and needed again to open it
    public byte[] seal(byte[] message, byte[] bound) {
        byte[] head = new byte[SALT_BYTES + NONCE_BYTES];
        random.nextBytes(head);
        byte[] sealed = Arrays.copyOf(head, message.length + OVERHEAD_BYTES);
        Cipher cipher = ciphers.take();
        try {
            init(cipher, Cipher.ENCRYPT_MODE, head);
            cipher.updateAAD(bound);
            cipher.doFinal(message, 0, message.length, sealed, head.length);
            ciphers.giveBack(cipher);
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// @throws AEADBadTagException when the message was changed, or sealed under another key or
    ///     bound to something else
    public byte[] open(byte[] sealed, byte[] bound) throws AEADBadTagException {
        if (sealed.length < OVERHEAD_BYTES) {
            throw new AEADBadTagException("too short");
        }
        int head = SALT_BYTES + NONCE_BYTES;
        Cipher cipher = ciphers.take();
        try {
            init(cipher, Cipher.DECRYPT_MODE, sealed);
            cipher.updateAAD(bound);
            byte[] message = cipher.doFinal(sealed, head, sealed.length - head);
            ciphers.giveBack(cipher);
            return message;
        } catch (AEADBadTagException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void init(Cipher cipher, int mode, byte[] head) throws GeneralSecurityException {
        Mac mac = macs.poll();
        if (mac == null) {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
        }
        mac.update(LABEL);
        mac.update(head, 0, SALT_BYTES);
        byte[] messageKey = mac.doFinal();
        // It is as after init again.
        macs.offer(mac);
        cipher.init(
                mode,
                new SecretKeySpec(messageKey, "AES"),
                new GCMParameterSpec(TAG_BITS, head, SALT_BYTES, NONCE_BYTES));
        Arrays.fill(messageKey, (byte) 0);
    }
}
