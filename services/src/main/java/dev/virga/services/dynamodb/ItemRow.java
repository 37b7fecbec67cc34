package dev.virga.services.dynamodb;

import dev.virga.api.dynamodb.AttributeValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Items as bytes:
///
///     item    format, map
///     map     count, (name, value)*
///     value   type, then  S N B: bytes · SS NS BS: count, bytes* · L: count, value* · M: map
///     bytes   length, bytes
///
/// Counts and lengths are varints, text is UTF-8, numbers are their canonical text.
final class ItemRow {
    private static final byte FORMAT = 1;
    private static final byte S = 1;
    private static final byte N = 2;
    private static final byte B = 3;
    private static final byte TRUE = 4;
    private static final byte FALSE = 5;
    private static final byte NULL = 6;
    private static final byte SS = 7;
    private static final byte NS = 8;
    private static final byte BS = 9;
    private static final byte L = 10;
    private static final byte M = 11;

    private static final int BYTES_PER_ATTRIBUTE = 6;
    /// Up to this length a loop over characters is quicker than an encoder.
    private static final int SHORT_TEXT = 48;

    private ItemRow() {}

    /// @param size of the item, for a buffer that need not grow
    static byte[] encode(Map<String, AttributeValue> item, int size) {
        Writer writer = new Writer(size + BYTES_PER_ATTRIBUTE * item.size() + 2);
        writer.bytes[writer.length++] = FORMAT;
        writer.map(item);
        return writer.length == writer.bytes.length ? writer.bytes : Arrays.copyOf(writer.bytes, writer.length);
    }

    static Map<String, AttributeValue> decode(byte[] row) {
        if (row[0] != FORMAT) {
            throw new IllegalStateException("item of format " + row[0] + ": written by a newer Virga");
        }
        Reader reader = new Reader(row);
        return reader.map();
    }

    private static final class Writer {
        byte[] bytes;
        int length;

        Writer(int capacity) {
            bytes = new byte[capacity];
        }

        private void ensure(int more) {
            if (bytes.length - length < more) {
                bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
            }
        }

        void map(Map<String, AttributeValue> map) {
            number(map.size());
            for (Map.Entry<String, AttributeValue> e : map.entrySet()) {
                text(e.getKey());
                value(e.getValue());
            }
        }

        private void tag(byte tag) {
            ensure(1);
            bytes[length++] = tag;
        }

        private void value(AttributeValue value) {
            switch (value) {
                case AttributeValue.S s -> {
                    tag(S);
                    text(s.value());
                }
                case AttributeValue.N n -> {
                    tag(N);
                    text(n.value());
                }
                case AttributeValue.B b -> {
                    tag(B);
                    bytes(b.value());
                }
                case AttributeValue.BOOL b -> tag(b.value() ? TRUE : FALSE);
                case AttributeValue.NULL n -> tag(NULL);
                case AttributeValue.SS set -> texts(SS, set.value());
                case AttributeValue.NS set -> texts(NS, set.value());
                case AttributeValue.BS set -> {
                    tag(BS);
                    number(set.value().size());
                    set.value().forEach(this::bytes);
                }
                case AttributeValue.L list -> {
                    tag(L);
                    number(list.value().size());
                    list.value().forEach(this::value);
                }
                case AttributeValue.M map -> {
                    tag(M);
                    map(map.value());
                }
            }
        }

        private void texts(byte tag, List<String> texts) {
            tag(tag);
            number(texts.size());
            texts.forEach(this::text);
        }

        private void number(int number) {
            ensure(5);
            int left = number;
            while (left > 0x7f) {
                bytes[length++] = (byte) (left | 0x80);
                left >>>= 7;
            }
            bytes[length++] = (byte) left;
        }

        private void bytes(byte[] field) {
            number(field.length);
            ensure(field.length);
            System.arraycopy(field, 0, bytes, length, field.length);
            length += field.length;
        }

        private void text(String text) {
            int chars = text.length();
            if (chars > SHORT_TEXT || !ascii(text, chars)) {
                bytes(text.getBytes(StandardCharsets.UTF_8));
            }
        }

        /// Writes a short text whose length fits into one byte; false when it is not ASCII.
        private boolean ascii(String text, int chars) {
            ensure(chars + 1);
            int at = length + 1;
            for (int i = 0; i < chars; i++) {
                char c = text.charAt(i);
                if (c > 0x7f) {
                    return false;
                }
                bytes[at++] = (byte) c;
            }
            bytes[length] = (byte) chars;
            length = at;
            return true;
        }
    }

    private static final class Reader {
        private final byte[] bytes;
        private int at = 1;

        Reader(byte[] bytes) {
            this.bytes = bytes;
        }

        Map<String, AttributeValue> map() {
            int count = number();
            Map<String, AttributeValue> map = LinkedHashMap.newLinkedHashMap(count);
            for (int i = 0; i < count; i++) {
                String name = text();
                map.put(name, value());
            }
            return map;
        }

        private AttributeValue value() {
            return switch (bytes[at++]) {
                case S -> new AttributeValue.S(text());
                case N -> new AttributeValue.N(text());
                case B -> new AttributeValue.B(bytes());
                case TRUE -> new AttributeValue.BOOL(true);
                case FALSE -> new AttributeValue.BOOL(false);
                case NULL -> new AttributeValue.NULL(true);
                case SS -> new AttributeValue.SS(texts());
                case NS -> new AttributeValue.NS(texts());
                case BS -> {
                    int count = number();
                    List<byte[]> list = new ArrayList<>(count);
                    for (int i = 0; i < count; i++) {
                        list.add(bytes());
                    }
                    yield new AttributeValue.BS(list);
                }
                case L -> {
                    int count = number();
                    List<AttributeValue> list = new ArrayList<>(count);
                    for (int i = 0; i < count; i++) {
                        list.add(value());
                    }
                    yield new AttributeValue.L(list);
                }
                case M -> new AttributeValue.M(map());
                default -> throw new IllegalStateException("an item holds a type that is not known");
            };
        }

        private List<String> texts() {
            int count = number();
            List<String> list = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                list.add(text());
            }
            return list;
        }

        private int number() {
            int number = 0;
            int shift = 0;
            byte b;
            do {
                b = bytes[at++];
                number |= (b & 0x7f) << shift;
                shift += 7;
            } while (b < 0);
            return number;
        }

        private String text() {
            int length = number();
            String text = new String(bytes, at, length, StandardCharsets.UTF_8);
            at += length;
            return text;
        }

        private byte[] bytes() {
            int length = number();
            byte[] field = Arrays.copyOfRange(bytes, at, at + length);
            at += length;
            return field;
        }
    }
}
