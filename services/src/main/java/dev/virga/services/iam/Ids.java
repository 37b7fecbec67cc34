package dev.virga.services.iam;

import dev.virga.kernel.AccessKeyIds;
import java.security.SecureRandom;

/// Unique ids and access keys, in AWS's forms. Any thread may call it.
final class Ids {
    static final String USER = "AIDA";
    static final String GROUP = "AGPA";
    static final String ROLE = "AROA";
    static final String POLICY = "ANPA";
    static final String INSTANCE_PROFILE = "AIPA";
    static final String PUBLIC_KEY = "APKA";
    static final String CERTIFICATE = "ASCA";
    static final String SERVICE_CREDENTIAL = "ACCA";

    private static final int ID_CHARS = 21;
    private static final int LONG_ID_CHARS = 32;
    private static final int MFA_SEED_BYTES = 40;
    private static final int SECRET_CHARS = 40;
    private static final String ID_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final String SECRET_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private final SecureRandom random = new SecureRandom();
    private final AccessKeyIds accessKeys = new AccessKeyIds();

    /// @param prefix says of what, e.g. [#USER]
    String id(String prefix) {
        return fill(prefix, ID_CHARS, ID_ALPHABET);
    }

    /// Of what has no prefix: signing certificates, identity providers and their keys.
    String longId() {
        return fill("", LONG_ID_CHARS, ID_ALPHABET);
    }

    String accessKeyId(String account) {
        return accessKeys.next(AccessKeyIds.LONG_TERM, account);
    }

    String secretAccessKey() {
        return fill("", SECRET_CHARS, SECRET_ALPHABET);
    }

    /// What a virtual MFA device and the telephone have in common.
    byte[] mfaSeed() {
        byte[] seed = new byte[MFA_SEED_BYTES];
        random.nextBytes(seed);
        return seed;
    }

    /// Of a number of bytes that is a multiple of five.
    static String base32(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < bytes.length; i += 5) {
            long group = 0;
            for (int j = 0; j < 5; j++) {
                group = group << 8 | (bytes[i + j] & 0xFF);
            }
            for (int shift = 35; shift >= 0; shift -= 5) {
                text.append(ID_ALPHABET.charAt((int) (group >>> shift & 31)));
            }
        }
        return text.toString();
    }

    private String fill(String prefix, int length, String alphabet) {
        StringBuilder text = new StringBuilder(prefix);
        while (text.length() < length) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
