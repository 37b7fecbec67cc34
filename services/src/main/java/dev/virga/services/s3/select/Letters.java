package dev.virga.services.s3.select;

import java.util.Locale;

/// Upper and lower case in time that grows as the text does. Java's own copies all of the result
/// for each character that becomes several, as `ß` becomes `SS`.
final class Letters {
    private static final int PART = 256;

    private Letters() {}

    static String upper(String text) {
        if (text.length() <= PART) {
            return text.toUpperCase(Locale.ROOT);
        }
        StringBuilder upper = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            int end = Math.min(at + PART, text.length());
            if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
                end--;
            }
            upper.append(text.substring(at, end).toUpperCase(Locale.ROOT));
            at = end;
        }
        return upper.toString();
    }

    /// Not in parts: what a sigma becomes depends on what is around it. One letter becomes two.
    static String lower(String text) {
        return text.replace("\u0130", "i\u0307").toLowerCase(Locale.ROOT);
    }
}
