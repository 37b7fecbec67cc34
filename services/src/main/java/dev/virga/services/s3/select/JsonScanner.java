package dev.virga.services.s3.select;

import dev.virga.wire.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// Finds its way through JSON of any length: names, brackets and where values end. What a value
/// says is read by [Json] when it is taken. One thread.
final class JsonScanner {
    private final InputStream in;
    private final byte[] buffer = new byte[1 << 14];
    private int at;
    private int filled;

    /// Where the value that is taken goes.
    private @Nullable ByteArrayOutputStream taken;

    private final int most;

    /// @param most bytes of a value that is taken
    JsonScanner(InputStream in, int most) {
        this.in = in;
        this.most = most;
    }

    /// The first byte of the next token, which stays to be read; negative at the end.
    int token() throws IOException {
        int c = peek();
        while (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
            read();
            c = peek();
        }
        return c;
    }

    void expect(char c) throws IOException {
        if (token() != c) {
            throw SelectErrors.json();
        }
        read();
    }

    /// After an element: true when another one follows.
    boolean comma(char close) throws IOException {
        int c = token();
        if (c != ',' && c != close) {
            throw SelectErrors.json();
        }
        read();
        return c == ',';
    }

    String name() throws IOException {
        if (token() != '"') {
            throw SelectErrors.json();
        }
        return (String) parse(take());
    }

    byte[] take() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        token();
        taken = out;
        skip();
        taken = null;
        return out.toByteArray();
    }

    private static Object parse(byte[] json) {
        try {
            return String.valueOf(Json.parse(json));
        } catch (Json.Malformed e) {
            throw SelectErrors.json();
        }
    }

    /// Over a whole value.
    void skip() throws IOException {
        BitSet objects = new BitSet();
        int depth = 0;
        do {
            int c = token();
            if (c == '{' || c == '[') {
                read();
                if (depth == Json.MAX_DEPTH) {
                    throw SelectErrors.json();
                }
                objects.set(depth++, c == '{');
            } else if (c == '}' || c == ']') {
                read();
                if (depth == 0 || objects.get(--depth) != (c == '}')) {
                    throw SelectErrors.json();
                }
            } else if (c == '"') {
                string();
            } else if (c == ',' || c == ':') {
                read();
                if (depth == 0) {
                    throw SelectErrors.json();
                }
            } else {
                word();
            }
        } while (depth > 0);
    }

    private void string() throws IOException {
        read();
        for (int c = read(); c != '"'; c = read()) {
            if (c < 0) {
                throw SelectErrors.json();
            }
            if (c == '\\') {
                read();
            }
        }
    }

    /// A number, `true`, `false` or `null`.
    private void word() throws IOException {
        int length = 0;
        for (int c = peek(); c == '-' || c == '+' || c == '.' || Character.isLetterOrDigit(c); c = peek()) {
            read();
            length++;
        }
        if (length == 0 || length > Json.MAX_NUMBER_LENGTH) {
            throw SelectErrors.json();
        }
    }

    int peek() throws IOException {
        if (at == filled) {
            filled = Math.max(0, in.read(buffer));
            at = 0;
        }
        return at == filled ? -1 : buffer[at] & 0xff;
    }

    private int read() throws IOException {
        int c = peek();
        if (c >= 0) {
            at++;
            if (taken != null) {
                if (taken.size() == most) {
                    throw SelectErrors.recordTooLong();
                }
                taken.write(c);
            }
        }
        return c;
    }
}
