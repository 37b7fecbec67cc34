package dev.virga.services.s3.select;

import dev.virga.wire.Json;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads a JSON value a line. One thread.
final class JsonLineReader implements RecordReader {
    private final InputStream in;
    private final List<Step> from;
    private final long lastStart;
    private long position;
    private @Nullable RecordReader inside;

    /// @param from where the records lie in the line
    /// @param position of the first byte in the object
    /// @param lastStart lines that begin after this byte are not read
    JsonLineReader(InputStream in, List<Step> from, long position, long lastStart) {
        this.in = new BufferedInputStream(in, 1 << 16);
        this.from = from;
        this.position = position;
        this.lastStart = lastStart;
    }

    @Override
    public @Nullable Row next() throws IOException {
        while (true) {
            Row row = inside == null ? null : inside.next();
            if (row != null) {
                return row;
            }
            byte[] line = line();
            if (line == null) {
                return null;
            }
            if (from.isEmpty()) {
                return document(line);
            }
            inside = new JsonDocumentReader(new ByteArrayInputStream(line), from);
        }
    }

    static Row document(byte[] json) {
        try {
            return new Row.Document(Json.parse(json));
        } catch (Json.Malformed e) {
            throw SelectErrors.json();
        }
    }

    /// The next that is not blank.
    private byte @Nullable [] line() throws IOException {
        while (position <= lastStart) {
            ByteArrayOutputStream line = new ByteArrayOutputStream(256);
            boolean blank = true;
            int c = in.read();
            if (c < 0) {
                return null;
            }
            for (; c >= 0 && c != '\n'; c = in.read()) {
                position++;
                blank &= c == ' ' || c == '\t' || c == '\r';
                if (line.size() == MAX_RECORD) {
                    throw SelectErrors.recordTooLong();
                }
                line.write(c);
            }
            position++;
            if (!blank) {
                return line.toByteArray();
            }
        }
        return null;
    }
}
