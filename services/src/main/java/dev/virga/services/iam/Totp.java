package dev.virga.services.iam;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Codes of virtual MFA devices: six digits, new every half minute (RFC 6238 with SHA-1, which is
/// what the applications do).
final class Totp {
    private static final int STEP_SECONDS = 30;
    private static final int DIGITS = 1_000_000;
    /// Steps by which a clock may be off.
    private static final int WINDOW = 1;
    /// The same when two codes in a row are given, which tell how far it is off.
    private static final int RESYNC_WINDOW = 20;

    private Totp() {}

    static long step(Instant time) {
        return time.getEpochSecond() / STEP_SECONDS;
    }

    static String code(byte[] seed, long step) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(seed, "HmacSHA1"));
            byte[] hash =
                    mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
            int at = hash[hash.length - 1] & 0xF;
            int number = ByteBuffer.wrap(hash, at, Integer.BYTES).getInt() & Integer.MAX_VALUE;
            return "%06d".formatted(number % DIGITS);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The step that a code is of and that comes after all that were used, or -1.
    static long accepted(MfaDevice device, String code, Instant now) {
        long middle = step(now) + device.drift();
        for (long step = middle - WINDOW; step <= middle + WINDOW; step++) {
            if (step > device.lastStep() && same(code(device.seed(), step), code)) {
                return step;
            }
        }
        return -1;
    }

    /// The step of the second of two codes that follow each other, or -1.
    static long accepted(MfaDevice device, String first, String second, Instant now) {
        long middle = step(now);
        for (long step = middle - RESYNC_WINDOW; step <= middle + RESYNC_WINDOW; step++) {
            if (step - 1 > device.lastStep()
                    && same(code(device.seed(), step - 1), first)
                    && same(code(device.seed(), step), second)) {
                return step;
            }
        }
        return -1;
    }

    private static boolean same(String a, String b) {
        return MessageDigest.isEqual(a.getBytes(StandardCharsets.US_ASCII), b.getBytes(StandardCharsets.US_ASCII));
    }
}
