package dev.virga.kernel.crypto;

import java.security.GeneralSecurityException;
import java.util.concurrent.ArrayBlockingQueue;
import javax.crypto.Cipher;

/// AES-GCM ciphers that are used again: to find one costs several times what it costs to encrypt a
/// kilobyte with it. Any thread may call it.
final class GcmCiphers {
    /// More than that are made when needed and dropped afterwards.
    private static final int MAX_IDLE = 32;

    private final ArrayBlockingQueue<Cipher> idle = new ArrayBlockingQueue<>(MAX_IDLE);

    /// One that must be initialized before it is used.
    Cipher take() {
        Cipher cipher = idle.poll();
        return cipher == null ? fresh() : cipher;
    }

    /// One for a long stream, that is not given back.
    static Cipher fresh() {
        try {
            return Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES-GCM", e);
        }
    }

    void giveBack(Cipher cipher) {
        idle.offer(cipher);
    }
}
