package dev.virga.services.s3.select;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads lines of fields. Empty lines and comments are no records. One thread.
final class CsvReader implements RecordReader {
    /// Fields of one record.
    static final int MAX_FIELDS = 1 << 16;

    private static final int BUFFER = 1 << 14;
    private static final int BYTE_ORDER_MARK = 0xFEFF;

    private final CsvFormat format;
    private final Reader in;
    private final char[] buffer = new char[BUFFER];
    private int at;
    private int filled;

    /// Bytes of the object before the next character.
    private long position;

    private final long lastStart;
    private Row.Columns columns = new Row.Columns(List.of());
    private final StringBuilder field = new StringBuilder();
    private int recordLength;

    /// @param position of the first byte in the object
    /// @param lastStart records that begin after this byte are not read
    CsvReader(CsvFormat format, InputStream in, long position, long lastStart) throws IOException {
        this.format = format;
        this.in = new InputStreamReader(
                in,
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
        this.position = position;
        this.lastStart = lastStart;
        if (position == 0 && peek() == BYTE_ORDER_MARK) {
            read();
        }
    }

    /// The first line, for the names of columns; empty when there is none.
    List<String> header() throws IOException {
        List<String> first = record();
        return first == null ? List.of() : first;
    }

    void name(Row.Columns names) {
        columns = names;
    }

    @Override
    public @Nullable Row next() throws IOException {
        List<String> fields = record();
        return fields == null ? null : new Row.Fields(columns, fields);
    }

    private @Nullable List<String> record() throws IOException {
        while (position <= lastStart && peek() >= 0) {
            recordLength = 0;
            if (peek() == format.comment()) {
                while (peek() >= 0 && !delimiter(read())) {
                    // A comment may be as long as it likes.
                }
                continue;
            }
            List<String> fields = fields();
            if (fields.size() > 1 || !fields.getFirst().isEmpty()) {
                return fields;
            }
        }
        return null;
    }

    private List<String> fields() throws IOException {
        List<String> fields = new ArrayList<>();
        boolean more = true;
        while (more) {
            if (fields.size() == MAX_FIELDS) {
                throw SelectErrors.tooManyColumns();
            }
            field.setLength(0);
            if (peek() == format.quote()) {
                read();
                quoted();
            }
            more = plain();
            fields.add(field.toString());
        }
        return fields;
    }

    /// Up to the end of the field; true when another one follows.
    private boolean plain() throws IOException {
        while (true) {
            int c = read();
            if (c < 0) {
                return false;
            }
            if (c == format.fieldDelimiter()) {
                return true;
            }
            if (delimiter(c)) {
                return false;
            }
            append(c);
        }
    }

    /// After the opening quote, up to behind the closing one.
    private void quoted() throws IOException {
        while (true) {
            int c = read();
            if (c < 0) {
                throw SelectErrors.csvQuote();
            }
            boolean beforeQuote = peek() == format.quote();
            if (c == format.escape() && (beforeQuote || (c != format.quote() && peek() == c))) {
                append(read());
            } else if (c == format.quote()) {
                return;
            } else if (!format.quotedDelimiters() && delimiter(c)) {
                throw SelectErrors.csvDelimiter();
            } else {
                append(c);
            }
        }
    }

    /// Whether this is the delimiter of records, the rest of which is consumed. Lines may end as in
    /// DOS where they end with a line feed.
    private boolean delimiter(int c) throws IOException {
        String delimiter = format.recordDelimiter();
        if (c == '\r' && delimiter.equals("\n") && peek() == '\n') {
            read();
            return true;
        }
        if (c != delimiter.charAt(0)) {
            return false;
        }
        if (delimiter.length() == 1) {
            return true;
        }
        if (peek() != delimiter.charAt(1)) {
            return false;
        }
        read();
        return true;
    }

    private void append(int c) {
        if (++recordLength > MAX_RECORD) {
            throw SelectErrors.recordTooLong();
        }
        field.append((char) c);
    }

    private int peek() throws IOException {
        if (at == filled) {
            filled = Math.max(0, in.read(buffer));
            at = 0;
        }
        return at == filled ? -1 : buffer[at];
    }

    private int read() throws IOException {
        int c = peek();
        if (c >= 0) {
            at++;
            position += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate((char) c) ? 2 : 3;
        }
        return c;
    }
}
