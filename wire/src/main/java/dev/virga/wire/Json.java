package dev.virga.wire;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// JSON without a schema: policies, templates, events, documents. The only JSON parser of the
/// server; [JsonReader] is the same one driven by a schema.
///
/// Values are `LinkedHashMap`, `ArrayList`, `String`, `Boolean`, `Long`, `BigDecimal` (for whatever
/// does not fit a long) and null.
public final class Json {
    /// Nesting beyond this is an attack or a mistake.
    public static final int MAX_DEPTH = 512;

    /// Digits of one number.
    public static final int MAX_NUMBER_LENGTH = 400;

    /// Decimal places, on either side of the point, that a number may have.
    public static final int MAX_NUMBER_SCALE = 1000;

    private Json() {}

    /// The text is not JSON. The message says where, with line and column.
    public static final class Malformed extends AwsException {
        private final int offset;
        private final int line;
        private final int column;

        Malformed(String message, int offset, int line, int column) {
            super(
                    "SerializationException",
                    400,
                    message + " at line " + line + ", column " + column + " (offset " + offset + ")");
            this.offset = offset;
            this.line = line;
            this.column = column;
        }

        /// Bytes before the place.
        public int offset() {
            return offset;
        }

        /// Counted from 1.
        public int line() {
            return line;
        }

        /// Counted from 1.
        public int column() {
            return column;
        }
    }

    /// @throws Malformed when it is not one JSON value
    public static @Nullable Object parse(byte[] utf8) {
        return new JsonLexer(utf8, 0, utf8.length).document();
    }

    /// @throws Malformed when it is not one JSON value
    public static @Nullable Object parse(String text) {
        return parse(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Compact. Takes what [#parse] answers, and any `Map` with string keys, `Iterable` and
    /// `Number`.
    public static String write(@Nullable Object value) {
        return new String(writeBytes(value), StandardCharsets.UTF_8);
    }

    public static byte[] writeBytes(@Nullable Object value) {
        JsonWriter out = new JsonWriter(256, false);
        out.any(value);
        return out.bytes();
    }
}
