package dev.virga.kernel;

import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/// Ids of access keys. As AWS's they hold the account that they belong to, so that whoever finds a
/// key knows whom to tell (`GetAccessKeyInfo`), and nothing else that could be guessed.
///
///     AKIA or ASIA, then in base32: 1 (1 bit)  account (40 bits)  random (39 bits)
///
/// Any thread may call it.
public final class AccessKeyIds {
    /// A user's or the root's own.
    public static final String LONG_TERM = "AKIA";

    /// Comes with a session token.
    public static final String TEMPORARY = "ASIA";

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int CHARS = 20;
    private static final int BITS_OF_CHAR = 5;
    private static final int RANDOM_BITS = 39;
    /// Of the first half of the characters behind the prefix: 40 of 80.
    private static final int HALF_CHARS = 8;

    private static final long LARGEST_ACCOUNT = 999_999_999_999L;

    private final SecureRandom random = new SecureRandom();

    /// @param prefix [#LONG_TERM] or [#TEMPORARY]
    /// @param account twelve digits
    public String next(String prefix, String account) {
        long number = Long.parseLong(account);
        // 80 bits in two halves of 40: the account has 39 of the first and one of the second.
        long first = 1L << RANDOM_BITS | number >>> 1;
        long second = (number & 1) << RANDOM_BITS | random.nextLong() >>> (Long.SIZE - RANDOM_BITS);
        StringBuilder id = new StringBuilder(CHARS).append(prefix);
        half(id, first);
        half(id, second);
        return id.toString();
    }

    private static void half(StringBuilder id, long bits) {
        for (int i = HALF_CHARS - 1; i >= 0; i--) {
            id.append(ALPHABET.charAt((int) (bits >>> (i * BITS_OF_CHAR)) & 31));
        }
    }

    /// The account that an id names, or null when it is none of this form.
    public static @Nullable String account(String id) {
        if (id.length() != CHARS || !(id.startsWith(LONG_TERM) || id.startsWith(TEMPORARY))) {
            return null;
        }
        long first = 0;
        long second = 0;
        for (int i = 0; i < HALF_CHARS; i++) {
            int high = ALPHABET.indexOf(id.charAt(LONG_TERM.length() + i));
            int low = ALPHABET.indexOf(id.charAt(LONG_TERM.length() + HALF_CHARS + i));
            if (high < 0 || low < 0) {
                return null;
            }
            first = first << BITS_OF_CHAR | high;
            second = second << BITS_OF_CHAR | low;
        }
        boolean marked = first >>> RANDOM_BITS == 1;
        long number = (first & (1L << RANDOM_BITS) - 1) << 1 | second >>> RANDOM_BITS;
        return marked && number <= LARGEST_ACCOUNT ? "%012d".formatted(number) : null;
    }
}
