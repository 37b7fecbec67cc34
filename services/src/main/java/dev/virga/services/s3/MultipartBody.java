package dev.virga.services.s3;

import dev.virga.wire.AwsException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The parts of a `multipart/form-data` body (RFC 7578), one after the other and never whole in
/// memory. One thread.
///
///     while ((headers = body.next()) != null) read body.content() to its end
final class MultipartBody {
    private static final int BUFFER = 64 * 1024;
    private static final int MAX_BOUNDARY = 200;
    private static final int MAX_HEADER_BYTES = 8 * 1024;

    private final InputStream in;
    private final byte[] delimiter;
    private final byte[] buffer = new byte[BUFFER];
    private int start;
    private int end;
    /// Where the next delimiter begins in the buffer; -1 when there is none as far as it was read.
    private int delimiterAt = -1;
    private boolean last;

    /// @param contentType with the boundary
    MultipartBody(InputStream in, String contentType) {
        this.in = in;
        delimiter = ("\r\n--" + boundary(contentType)).getBytes(StandardCharsets.ISO_8859_1);
        // So that the first delimiter looks like the others.
        buffer[0] = '\r';
        buffer[1] = '\n';
        end = 2;
    }

    static AwsException malformed() {
        return new AwsException(
                "MalformedPOSTRequest", 400, "The body of your POST request is not well-formed multipart/form-data.");
    }

    private static String boundary(String contentType) {
        String boundary = parameter(contentType, "boundary");
        if (boundary == null || boundary.isEmpty() || boundary.length() > MAX_BOUNDARY) {
            throw malformed();
        }
        return boundary;
    }

    /// The value of `; name="value"`, or null.
    static @Nullable String parameter(String header, String name) {
        int at = header.indexOf(';');
        while (at >= 0) {
            int from = at + 1;
            while (from < header.length() && Character.isWhitespace(header.charAt(from))) {
                from++;
            }
            int equals = from + name.length();
            boolean found = header.regionMatches(true, from, name, 0, name.length())
                    && equals < header.length()
                    && header.charAt(equals) == '=';
            int quote = header.indexOf('"', from);
            int next = header.indexOf(';', from);
            boolean quoted = quote >= 0 && (next < 0 || quote < next);
            int close = quoted ? closing(header, quote + 1) : next < 0 ? header.length() : next;
            if (found) {
                return quoted
                        ? header.substring(quote + 1, close).replace("\\\"", "\"")
                        : header.substring(equals + 1, close).strip();
            }
            at = header.indexOf(';', close);
        }
        return null;
    }

    private static int closing(String header, int from) {
        for (int i = from; i < header.length(); i++) {
            if (header.charAt(i) == '"' && header.charAt(i - 1) != '\\') {
                return i;
            }
        }
        return header.length();
    }

    /// The headers of the next part, by name in lower case; null after the last.
    @Nullable
    Map<String, String> next() throws IOException {
        content().transferTo(OutputStream.nullOutputStream());
        if (last) {
            return null;
        }
        start += delimiter.length;
        delimiterAt = -1;
        String rest = line(MAX_HEADER_BYTES);
        if (rest.startsWith("--")) {
            last = true;
            return null;
        }
        if (!rest.isBlank()) {
            throw malformed();
        }
        Map<String, String> headers = new LinkedHashMap<>();
        int left = MAX_HEADER_BYTES;
        for (String line = line(left); !line.isEmpty(); line = line(left)) {
            left -= line.length();
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw malformed();
            }
            headers.put(
                    line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        scan(start);
        return headers;
    }

    private String line(int most) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
        while (true) {
            if (start == end && !fill()) {
                if (bytes.toString(StandardCharsets.UTF_8).startsWith("--")) {
                    // The last line need not end.
                    return "--";
                }
                throw malformed();
            }
            byte b = buffer[start++];
            if (b == '\n') {
                String text = bytes.toString(StandardCharsets.UTF_8);
                return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
            }
            if (bytes.size() >= most) {
                throw malformed();
            }
            bytes.write(b);
        }
    }

    /// The bytes of the part that [#next] has begun; before the first part, what precedes it.
    InputStream content() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] into, int offset, int size) throws IOException {
                return last ? -1 : readContent(into, offset, size);
            }
        };
    }

    private int readContent(byte[] into, int offset, int size) throws IOException {
        if (size == 0) {
            return 0;
        }
        int safe = safe();
        while (safe == 0) {
            if (delimiterAt == start) {
                return -1;
            }
            if (!fill()) {
                throw malformed();
            }
            safe = safe();
        }
        int n = Math.min(size, safe);
        System.arraycopy(buffer, start, into, offset, n);
        start += n;
        return n;
    }

    /// How many bytes of the buffer certainly are content.
    private int safe() {
        return delimiterAt >= 0 ? delimiterAt - start : Math.max(0, end - start - delimiter.length + 1);
    }

    private boolean fill() throws IOException {
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, end - start);
            end -= start;
            delimiterAt = delimiterAt < 0 ? -1 : delimiterAt - start;
            start = 0;
        }
        int n = in.read(buffer, end, buffer.length - end);
        if (n <= 0) {
            return false;
        }
        int from = Math.max(0, end - delimiter.length + 1);
        end += n;
        if (delimiterAt < 0) {
            scan(from);
        }
        return true;
    }

    private void scan(int from) {
        for (int i = from; i + delimiter.length <= end; i++) {
            if (buffer[i] == '\r' && Arrays.equals(buffer, i, i + delimiter.length, delimiter, 0, delimiter.length)) {
                delimiterAt = i;
                return;
            }
        }
        delimiterAt = -1;
    }
}
