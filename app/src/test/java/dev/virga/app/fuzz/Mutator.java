package dev.virga.app.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Damages inputs: bits, lengths, repetitions, depth, numbers, escapes, encodings.
final class Mutator {
    static final int MAX_LENGTH = 200_000;
    private static final int MAX_REPEAT = 3_000;

    private static final List<String> NASTY = List.of(
            "\u0000",
            "\u00c0\u0080",
            "\u00ed\u00a0\u0080",
            "\u00f4\u0090\u0080\u0080",
            "\u00ff\u00fe",
            "\u00ef\u00bb\u00bf",
            "\u00e2\u0080\u00ae",
            "%",
            "%2",
            "%zz",
            "%00",
            "%c0%80",
            "%2e%2e%2f",
            "+",
            "\\u0000",
            "\\ud800",
            "\\udc00\\ud800",
            "\\x",
            "\\",
            "\"",
            "'",
            "\r\n",
            "\n",
            "\t",
            " ",
            "{",
            "}",
            "[",
            "]",
            "(",
            ")",
            "<",
            ">",
            "</",
            "/>",
            "&",
            "&amp;",
            "&#0;",
            "&#x110000;",
            "&lol;",
            "<!DOCTYPE a [<!ENTITY b \"c\">]>",
            "<![CDATA[",
            "]]>",
            "<!--",
            "-->",
            "<?xml version=\"1.1\"?>",
            ":",
            ";",
            ",",
            ".",
            "..",
            "/",
            "//",
            "/../",
            "=",
            "==",
            "#",
            "!",
            "*",
            "**",
            "?",
            "$",
            "${",
            "${aws:username}",
            "@",
            "|",
            "||",
            "^",
            "~",
            "-",
            "--",
            "null",
            "true",
            "false",
            "NaN",
            "Infinity",
            "-Infinity",
            "0",
            "-0",
            "-1",
            "1e999",
            "1e-999",
            "1E+400",
            "0x1",
            "00",
            "2147483647",
            "2147483648",
            "-2147483649",
            "9223372036854775807",
            "9223372036854775808",
            "18446744073709551616",
            "0.1e1",
            "1.7976931348623159e308",
            "99999999999999999999999999999999999999",
            "1970-01-01T00:00:00Z",
            "+1000000000-12-31T23:59:59Z",
            "__type",
            "AND",
            "OR",
            "NOT",
            "IN",
            "BETWEEN");

    private static final List<String> DEEP = List.of(
            "[",
            "{\"a\":",
            "<a>",
            "(",
            "{\"M\":{\"a\":",
            "- ",
            "!Sub ",
            "a.",
            "[0]",
            "NOT ",
            "((a)",
            ".member.1",
            "a=b&",
            "\"a\",",
            "(a+)+",
            "*a",
            "${",
            "\u00a1\u0061",
            "\u0081",
            "\u009f",
            "%25",
            "../",
            "&a ",
            "*a",
            "  ");

    private final Random random;
    private final List<String> tokens;

    /// @param tokens of the target's own language
    Mutator(Random random, List<String> tokens) {
        this.random = random;
        this.tokens = tokens;
    }

    /// @param other another input, parts of which may be taken over
    byte[] mutate(byte[] input, byte[] other) {
        byte[] bytes = input;
        int times = 1 + (random.nextInt(4) == 0 ? random.nextInt(12) : random.nextInt(3));
        for (int i = 0; i < times; i++) {
            bytes = once(bytes, other);
            if (bytes.length > MAX_LENGTH) {
                bytes = Arrays.copyOf(bytes, MAX_LENGTH);
            }
        }
        return bytes;
    }

    private byte[] once(byte[] in, byte[] other) {
        int at = random.nextInt(in.length + 1);
        int to = Math.min(in.length, at + 1 + random.nextInt(1 << random.nextInt(8)));
        return switch (random.nextInt(14)) {
            case 0 -> flip(in);
            case 1 -> set(in, (byte) random.nextInt(256));
            case 2 -> replace(in, at, to, new byte[0]);
            case 3 -> Arrays.copyOf(in, at);
            case 4 -> replace(in, to, to, Arrays.copyOfRange(in, at, to));
            case 5, 6 -> replace(in, at, at, token());
            case 7 -> replace(in, at, to, token());
            case 8 -> replace(in, at, at, repeated(DEEP.get(random.nextInt(DEEP.size()))));
            case 9 ->
                replace(
                        in,
                        at,
                        at,
                        repeated(new String(
                                Arrays.copyOfRange(in, at, Math.min(to, at + 40)), StandardCharsets.ISO_8859_1)));
            case 10 -> number(in);
            case 11 -> splice(in, at, to, other);
            case 12 -> swap(in, at, to);
            default -> replace(in, at, at, repeated(String.valueOf((char) (33 + random.nextInt(94)))));
        };
    }

    private byte[] flip(byte[] in) {
        if (in.length == 0) {
            return in;
        }
        byte[] out = in.clone();
        out[random.nextInt(out.length)] ^= (byte) (1 << random.nextInt(8));
        return out;
    }

    private byte[] set(byte[] in, byte value) {
        if (in.length == 0) {
            return new byte[] {value};
        }
        byte[] out = in.clone();
        out[random.nextInt(out.length)] = value;
        return out;
    }

    private byte[] token() {
        List<String> from = !tokens.isEmpty() && random.nextBoolean() ? tokens : NASTY;
        return from.get(random.nextInt(from.size())).getBytes(StandardCharsets.ISO_8859_1);
    }

    private byte[] repeated(String text) {
        int most = random.nextInt(8) == 0 ? MAX_REPEAT : 40;
        return text.repeat(1 + random.nextInt(most)).getBytes(StandardCharsets.ISO_8859_1);
    }

    /// Puts another number in the place of one.
    private byte[] number(byte[] in) {
        int start = random.nextInt(in.length + 1);
        while (start < in.length && !digit(in[start])) {
            start++;
        }
        int end = start;
        while (end < in.length && digit(in[end])) {
            end++;
        }
        String text =
                switch (random.nextInt(6)) {
                    case 0 -> "-" + random.nextInt();
                    case 1 -> Long.toString(random.nextLong());
                    case 2 -> "9".repeat(1 + random.nextInt(500));
                    case 3 -> Integer.toString(1 << random.nextInt(31));
                    case 4 -> "0";
                    default -> random.nextInt(100) + "." + random.nextInt(1000) + "e" + random.nextInt(400);
                };
        return replace(in, start, end, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static boolean digit(byte b) {
        return b >= '0' && b <= '9';
    }

    private byte[] splice(byte[] in, int at, int to, byte[] other) {
        int from = random.nextInt(other.length + 1);
        int end = Math.min(other.length, from + random.nextInt(200));
        return replace(in, at, to, Arrays.copyOfRange(other, from, end));
    }

    private byte[] swap(byte[] in, int at, int to) {
        int end = Math.min(in.length, to + 1 + random.nextInt(30));
        ByteArrayOutputStream out = new ByteArrayOutputStream(in.length);
        out.write(in, 0, at);
        out.write(in, to, end - to);
        out.write(in, at, to - at);
        out.write(in, end, in.length - end);
        return out.toByteArray();
    }

    private static byte[] replace(byte[] in, int from, int to, byte[] by) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(in.length + by.length);
        out.write(in, 0, from);
        out.writeBytes(by);
        out.write(in, to, in.length - to);
        return out.toByteArray();
    }
}
