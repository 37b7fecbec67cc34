package dev.virga.wire;

import java.nio.charset.StandardCharsets;

/// Percent-encoding (RFC 3986).
public final class Percent {
    private static final String HEX = "0123456789ABCDEF";

    private Percent() {}

    /// @param plus whether `+` stands for a space, as in forms
    /// @throws AwsException when a `%` is not followed by two hex digits
    public static String decode(String text, boolean plus) {
        if (text.indexOf('%') < 0) {
            return plus ? text.replace('+', ' ') : text;
        }
        byte[] in = text.getBytes(StandardCharsets.UTF_8);
        byte[] out = new byte[in.length];
        int n = 0;
        for (int i = 0; i < in.length; i++) {
            byte c = in[i];
            if (c == '%') {
                int high = i + 2 < in.length ? Character.digit(in[i + 1], 16) : -1;
                int low = high < 0 ? -1 : Character.digit(in[i + 2], 16);
                if (low < 0) {
                    throw WireErrors.serialization("Invalid percent-encoding in '" + shorten(text) + "'");
                }
                out[n++] = (byte) (high << 4 | low);
                i += 2;
            } else {
                out[n++] = plus && c == '+' ? (byte) ' ' : c;
            }
        }
        return new String(out, 0, n, StandardCharsets.UTF_8);
    }

    private static String shorten(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }

    /// Everything but letters, digits and `-_.~` is encoded, as Signature Version 4 wants it.
    public static String encode(String text) {
        StringBuilder out = new StringBuilder(text.length() + 8);
        encode(out, text, false);
        return out.toString();
    }

    static void encode(StringBuilder out, String text, boolean keepSlash) {
        int i = 0;
        int n = text.length();
        while (i < n && (unreserved(text.charAt(i)) || (keepSlash && text.charAt(i) == '/'))) {
            i++;
        }
        out.append(text, 0, i);
        if (i == n) {
            return;
        }
        for (byte b : text.substring(i).getBytes(StandardCharsets.UTF_8)) {
            append(out, b & 0xff, keepSlash);
        }
    }

    /// Encodes what is not encoded yet and writes what is encoded in the one canonical form, so
    /// that `%7e`, `%7E` and `~` come out the same.
    static void canonical(StringBuilder out, String rawPath) {
        byte[] in = rawPath.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < in.length; i++) {
            int c = in[i] & 0xff;
            if (c == '%' && i + 2 < in.length) {
                int high = Character.digit(in[i + 1], 16);
                int low = Character.digit(in[i + 2], 16);
                if (high >= 0 && low >= 0) {
                    append(out, high << 4 | low, false);
                    i += 2;
                    continue;
                }
            }
            append(out, c, true);
        }
    }

    private static void append(StringBuilder out, int c, boolean keepSlash) {
        if (unreserved((char) c) || (keepSlash && c == '/')) {
            out.append((char) c);
        } else {
            out.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
        }
    }

    static boolean unreserved(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '_'
                || c == '.'
                || c == '~';
    }
}
