package dev.virga.wire;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads JSON tokens and schema-less values from bytes. One thread, one document.
class JsonLexer {
    final byte[] b;
    final int end;
    int p;
    private int depth;

    JsonLexer(byte[] bytes, int start, int end) {
        this.b = bytes;
        this.p = start;
        this.end = end;
    }

    /// One value and nothing after it.
    final @Nullable Object document() {
        Object value = any(token());
        nothingFollows();
        return value;
    }

    final void nothingFollows() {
        for (; p < end; p++) {
            if (b[p] != ' ' && b[p] != '\n' && b[p] != '\r' && b[p] != '\t') {
                throw fail("Unexpected content after the end of the JSON value");
            }
        }
    }

    final Json.Malformed fail(String message) {
        int line = 1;
        int start = 0;
        int at = Math.min(p, end);
        for (int i = 0; i < at; i++) {
            if (b[i] == '\n') {
                line++;
                start = i + 1;
            }
        }
        int column = new String(b, start, at - start, StandardCharsets.UTF_8).length() + 1;
        return new Json.Malformed(message, at, line, column);
    }

    /// The first byte of the next token, which stays to be read.
    final int token() {
        while (p < end) {
            int c = b[p];
            if (c > ' ' || (c != ' ' && c != '\n' && c != '\r' && c != '\t')) {
                return c;
            }
            p++;
        }
        throw fail("Unexpected end of JSON");
    }

    final void enter() {
        p++;
        if (++depth > Json.MAX_DEPTH) {
            throw fail("JSON is nested deeper than " + Json.MAX_DEPTH + " levels");
        }
    }

    final void leave() {
        depth--;
    }

    /// After an element: true at the end of the object or list, which is consumed.
    final boolean ends(char close) {
        int c = token();
        if (c == ',') {
            p++;
            return false;
        }
        if (c == close) {
            p++;
            depth--;
            return true;
        }
        throw fail("Expected ',' or '" + close + "'");
    }

    /// True at `{}` or `[]`, whose end is consumed.
    final boolean empty(char close) {
        if (token() == close) {
            p++;
            depth--;
            return true;
        }
        return false;
    }

    final void colon() {
        if (token() != ':') {
            throw fail("Expected ':'");
        }
        p++;
    }

    final void literal(String word) {
        int n = word.length();
        if (end - p < n) {
            throw fail("Unexpected token");
        }
        for (int i = 0; i < n; i++) {
            if (b[p + i] != word.charAt(i)) {
                throw fail("Unexpected token");
            }
        }
        p += n;
    }

    /// A string, at its opening quote.
    final String string() {
        int start = p + 1;
        int q = start;
        int seen = 0;
        byte[] bytes = b;
        while (q < end) {
            byte c = bytes[q];
            if (c == '"') {
                p = q + 1;
                // Pure ASCII needs no decoding.
                return new String(
                        bytes, start, q - start, seen < 0 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
            }
            if (c == '\\') {
                return escapedString(start, q);
            }
            if (c >= 0 && c < 0x20) {
                p = q;
                throw fail("Control character in a string");
            }
            seen |= c;
            q++;
        }
        throw fail("String without an end");
    }

    private String escapedString(int start, int firstEscape) {
        StringBuilder out = new StringBuilder(firstEscape - start + 32);
        int run = start;
        int q = firstEscape;
        while (q < end) {
            byte c = b[q];
            if (c == '"') {
                out.append(new String(b, run, q - run, StandardCharsets.UTF_8));
                p = q + 1;
                return out.toString();
            }
            if (c >= 0 && c < 0x20) {
                p = q;
                throw fail("Control character in a string");
            }
            if (c != '\\') {
                q++;
                continue;
            }
            out.append(new String(b, run, q - run, StandardCharsets.UTF_8));
            q = escape(out, q + 1);
            run = q;
        }
        throw fail("String without an end");
    }

    /// @return where the string goes on
    private int escape(StringBuilder out, int q) {
        if (q >= end) {
            throw fail("String without an end");
        }
        switch (b[q]) {
            case 'n' -> out.append('\n');
            case 't' -> out.append('\t');
            case 'r' -> out.append('\r');
            case 'b' -> out.append('\b');
            case 'f' -> out.append('\f');
            case '"', '\\', '/' -> out.append((char) b[q]);
            case 'u' -> {
                out.append(hexChar(q + 1));
                return q + 5;
            }
            default -> {
                p = q;
                throw fail("Unknown escape in a string");
            }
        }
        return q + 1;
    }

    private char hexChar(int q) {
        int value = 0;
        for (int i = q; i < q + 4; i++) {
            int digit = i < end ? Character.digit(b[i], 16) : -1;
            if (digit < 0) {
                p = Math.min(i, end);
                throw fail("\\u must be followed by four hex digits");
            }
            value = value << 4 | digit;
        }
        return (char) value;
    }

    /// The text of a number in JSON's own grammar.
    final String number(int c) {
        int start = p;
        if (c == '-') {
            p++;
        }
        int first = p;
        digits();
        if (p - first > 1 && b[first] == '0') {
            p = first;
            throw fail("A number must not start with 0");
        }
        if (p < end && b[p] == '.') {
            p++;
            digits();
        }
        if (p < end && (b[p] == 'e' || b[p] == 'E')) {
            p++;
            if (p < end && (b[p] == '+' || b[p] == '-')) {
                p++;
            }
            digits();
        }
        if (p - start > Json.MAX_NUMBER_LENGTH) {
            throw fail("A number has more than " + Json.MAX_NUMBER_LENGTH + " characters");
        }
        return new String(b, start, p - start, StandardCharsets.ISO_8859_1);
    }

    private void digits() {
        int start = p;
        while (p < end && b[p] >= '0' && b[p] <= '9') {
            p++;
        }
        if (p == start) {
            throw fail(p < end ? "Expected a digit" : "Unexpected end of JSON");
        }
    }

    /// Exact; refuses exponents with which arithmetic would take forever.
    final BigDecimal decimal(int c) {
        String text = number(c);
        try {
            BigDecimal value = new BigDecimal(text);
            if (Math.abs((long) value.scale()) <= Json.MAX_NUMBER_SCALE) {
                return value;
            }
        } catch (NumberFormatException e) {
            // The exponent does not even fit an int: as too large as the others.
        }
        throw fail("The number " + text + " is out of range");
    }

    /// A value of any kind.
    final @Nullable Object any(int c) {
        switch (c) {
            case '"':
                return string();
            case 't':
                literal("true");
                return true;
            case 'f':
                literal("false");
                return false;
            case 'n':
                literal("null");
                return null;
            case '{':
                return object();
            case '[':
                return list();
            default:
                if (c == '-' || (c >= '0' && c <= '9')) {
                    return anyNumber(c);
                }
                throw fail("Unexpected character '" + (char) (c & 0xff) + "'");
        }
    }

    private Map<String, @Nullable Object> object() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        enter();
        if (empty('}')) {
            return map;
        }
        do {
            if (token() != '"') {
                throw fail("Expected a name in quotes");
            }
            String key = string();
            colon();
            map.put(key, any(token()));
        } while (!ends('}'));
        return map;
    }

    private List<@Nullable Object> list() {
        List<@Nullable Object> list = new ArrayList<>();
        enter();
        if (empty(']')) {
            return list;
        }
        do {
            list.add(any(token()));
        } while (!ends(']'));
        return list;
    }

    private Object anyNumber(int c) {
        int start = p;
        BigDecimal value = decimal(c);
        boolean whole = p - start < 20;
        for (int i = start; i < p && whole; i++) {
            whole = b[i] == '-' || (b[i] >= '0' && b[i] <= '9');
        }
        if (whole && value.precision() <= 19) {
            try {
                return value.longValueExact();
            } catch (ArithmeticException e) {
                return value;
            }
        }
        return value;
    }
}
