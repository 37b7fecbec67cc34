package dev.virga.wire;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A reading position in a binary schema; see [Model] for the layout. Each reader has its own, so
/// that shapes can be opened by several threads at once.
final class SchemaCursor {
    private final byte[] bytes;
    private final Strings strings;
    private int position;

    SchemaCursor(byte[] bytes, Strings strings, int position) {
        this.bytes = bytes;
        this.strings = strings;
        this.position = position;
    }

    int position() {
        return position;
    }

    void skip(int count) {
        position += count;
    }

    /// An unsigned number of seven bits a byte, the lowest first.
    int number() {
        int value = 0;
        int shift = 0;
        int b;
        do {
            b = bytes[position++];
            value |= (b & 0x7f) << shift;
            shift += 7;
        } while (b < 0);
        return value;
    }

    int[] numbers() {
        int[] all = new int[number()];
        for (int i = 0; i < all.length; i++) {
            all[i] = number();
        }
        return all;
    }

    double real() {
        long bits = 0;
        for (int i = 0; i < 8; i++) {
            bits = bits << 8 | (bytes[position++] & 0xff);
        }
        return Double.longBitsToDouble(bits);
    }

    String string() {
        return strings.get(number());
    }

    /// Skips the pool of strings and remembers where each one starts.
    static Strings strings(byte[] bytes, int start) {
        SchemaCursor at = new SchemaCursor(bytes, new Strings(bytes, new int[0], start), start);
        int[] starts = new int[at.number()];
        for (int i = 0; i < starts.length; i++) {
            starts[i] = at.position();
            at.skip(at.number());
        }
        return new Strings(bytes, starts, at.position());
    }

    /// The strings of a schema, each decoded when it is first asked for.
    static final class Strings {
        private final byte[] bytes;
        private final int[] starts;
        private final @Nullable String[] decoded;

        /// First byte behind the pool.
        final int end;

        private Strings(byte[] bytes, int[] starts, int end) {
            this.bytes = bytes;
            this.starts = starts;
            this.decoded = new String[starts.length];
            this.end = end;
        }

        /// Two threads may decode the same string; both get an equal one.
        String get(int index) {
            String known = decoded[index];
            if (known != null) {
                return known;
            }
            SchemaCursor at = new SchemaCursor(bytes, this, starts[index]);
            int length = at.number();
            String text = new String(bytes, at.position(), length, StandardCharsets.UTF_8);
            decoded[index] = text;
            return text;
        }
    }
}
