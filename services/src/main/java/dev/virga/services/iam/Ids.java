package dev.virga.services.iam;

import dev.virga.kernel.AccessKeyIds;
import java.security.SecureRandom;

/// Unique ids and access keys, in AWS's forms. Any thread may call it.
final class Ids {
    static final String USER = "AIDA";
    static final String GROUP = "AGPA";
    static final String ROLE = "AROA";
    static final String POLICY = "ANPA";

    private static final int ID_CHARS = 21;
    private static final int SECRET_CHARS = 40;
    private static final String ID_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final String SECRET_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private final SecureRandom random = new SecureRandom();
    private final AccessKeyIds accessKeys = new AccessKeyIds();

    /// @param prefix says of what, e.g. [#USER]
    String id(String prefix) {
        return fill(prefix, ID_CHARS, ID_ALPHABET);
    }

    String accessKeyId(String account) {
        return accessKeys.next(AccessKeyIds.LONG_TERM, account);
    }

    String secretAccessKey() {
        return fill("", SECRET_CHARS, SECRET_ALPHABET);
    }

    private String fill(String prefix, int length, String alphabet) {
        StringBuilder text = new StringBuilder(prefix);
        while (text.length() < length) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
