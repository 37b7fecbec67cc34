package dev.virga.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reads the requests of one connection, one after the other. The fields tell about the request
/// whose head was read last.
final class HttpInput {
    static final int MAX_HEAD_BYTES = 64 * 1024;

    private static final int FIRST_BUFFER_BYTES = 4 * 1024;
    private static final int MAX_CHUNK_LINE_BYTES = 256;

    private final SocketChannel channel;
    private byte[] buffer = new byte[FIRST_BUFFER_BYTES];
    private int start;
    private int end;

    String method = "";
    String path = "";
    String contentType = "";
    String errorType = "";
    private String errorBody = "";
    /// The response is meant to be passed on while it comes.
    boolean streaming;
    boolean expectContinue;
    boolean close;
    private boolean chunked;
    private long contentLength;

    HttpInput(SocketChannel channel) {
        this.channel = channel;
    }

    /// What came is not HTTP, or is too long.
    static final class Malformed extends IOException {
        private static final long serialVersionUID = 1;

        Malformed(String message) {
            super(message);
        }
    }

    /// @return false at the end of the connection
    boolean readHead() throws IOException {
        int scanned = start;
        int headEnd = endOfHead(scanned);
        while (headEnd < 0) {
            if (end - start > MAX_HEAD_BYTES) {
                throw new Malformed("Request headers are longer than " + MAX_HEAD_BYTES + " bytes");
            }
            int before = end - start;
            if (!fill()) {
                return false;
            }
            scanned = start + Math.max(0, before - 3);
            headEnd = endOfHead(scanned);
        }
        String head = new String(buffer, start, headEnd - start, StandardCharsets.ISO_8859_1);
        start = headEnd + 4;
        parse(head);
        return true;
    }

    private void parse(String head) throws Malformed {
        int lineEnd = head.indexOf("\r\n");
        String requestLine = lineEnd < 0 ? head : head.substring(0, lineEnd);
        int afterMethod = requestLine.indexOf(' ');
        int afterPath = requestLine.lastIndexOf(' ');
        if (afterMethod <= 0 || afterPath <= afterMethod || !requestLine.startsWith("HTTP/1.", afterPath + 1)) {
            throw new Malformed("Malformed request line");
        }
        method = requestLine.substring(0, afterMethod);
        path = requestLine.substring(afterMethod + 1, afterPath);
        close = requestLine.endsWith("HTTP/1.0");
        contentType = "application/octet-stream";
        errorType = "";
        errorBody = "";
        streaming = false;
        expectContinue = false;
        chunked = false;
        contentLength = 0;
        while (lineEnd >= 0) {
            int lineStart = lineEnd + 2;
            lineEnd = head.indexOf("\r\n", lineStart);
            header(lineEnd < 0 ? head.substring(lineStart) : head.substring(lineStart, lineEnd));
        }
    }

    private void header(String line) throws Malformed {
        int colon = line.indexOf(':');
        if (colon <= 0) {
            throw new Malformed("Malformed request header");
        }
        switch (line.substring(0, colon).toLowerCase(Locale.ROOT)) {
            case "content-length" ->
                contentLength = length(line.substring(colon + 1).strip());
            case "content-type" -> contentType = line.substring(colon + 1).strip();
            case "transfer-encoding" ->
                chunked = line.substring(colon + 1).toLowerCase(Locale.ROOT).contains("chunked");
            case "lambda-runtime-function-error-type" ->
                errorType = line.substring(colon + 1).strip();
            case "lambda-runtime-function-error-body" ->
                errorBody = line.substring(colon + 1).strip();
            case "lambda-runtime-function-response-mode" ->
                streaming = line.substring(colon + 1).strip().equalsIgnoreCase("streaming");
            case "expect" -> expectContinue = line.toLowerCase(Locale.ROOT).contains("100-continue");
            case "connection" -> close |= line.toLowerCase(Locale.ROOT).contains("close");
            default -> {
                // Nothing else changes what is done.
            }
        }
    }

    private static long length(String digits) throws Malformed {
        if (digits.isEmpty() || digits.length() > 15 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new Malformed("Malformed Content-Length");
        }
        return Long.parseLong(digits);
    }

    /// Reads the body of the request.
    ///
    /// @param max the longest body to return
    /// @param drain how much of a longer one to read and forget, so that the answer can be read
    /// @return null when it is longer than `max`
    byte @Nullable [] readBody(int max, int drain) throws IOException {
        if (chunked) {
            return readChunks(max, drain);
        }
        if (contentLength > max) {
            if (contentLength > drain) {
                throw new Malformed("Request body is too long");
            }
            skip(contentLength);
            return null;
        }
        byte[] body = new byte[(int) contentLength];
        readInto(body, 0, body.length);
        return body;
    }

    /// What the trailer of a stream says about its error; empty when it is no base64.
    byte[] errorBody() {
        try {
            return Base64.getDecoder().decode(errorBody);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    /// Passes the body on, piece by piece as it comes.
    ///
    /// @return false when it is longer than `max`; the rest of it is not read
    boolean readPieces(long max, ResponseSink sink) throws IOException {
        if (!chunked) {
            if (contentLength > max) {
                return false;
            }
            pass(contentLength, sink);
            return true;
        }
        long total = 0;
        for (int size = nextChunk(); size > 0; size = nextChunk()) {
            total += size;
            if (total > max) {
                return false;
            }
            pass(size, sink);
            endOfChunk();
        }
        readTrailers();
        return true;
    }

    private void pass(long bytes, ResponseSink sink) throws IOException {
        long left = bytes;
        while (left > 0) {
            if (start == end && !fill()) {
                throw new EOFException();
            }
            int step = (int) Math.min(Math.min(left, end - start), ResponseSink.MAX_PIECE_BYTES);
            sink.piece(Arrays.copyOfRange(buffer, start, start + step));
            start += step;
            left -= step;
        }
    }

    private int nextChunk() throws IOException {
        String sizeLine = readLine();
        int semicolon = sizeLine.indexOf(';');
        return chunkSize(semicolon < 0 ? sizeLine : sizeLine.substring(0, semicolon));
    }

    private void endOfChunk() throws IOException {
        if (!readLine().isEmpty()) {
            throw new Malformed("Malformed chunk");
        }
    }

    private byte @Nullable [] readChunks(int max, int drain) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        long total = 0;
        while (true) {
            int size = nextChunk();
            if (size == 0) {
                readTrailers();
                return total > max ? null : body.toByteArray();
            }
            total += size;
            if (total > Math.max(max, drain)) {
                throw new Malformed("Request body is too long");
            }
            if (total > max) {
                skip(size);
            } else {
                byte[] chunk = new byte[size];
                readInto(chunk, 0, size);
                body.writeBytes(chunk);
            }
            endOfChunk();
        }
    }

    /// A streaming runtime tells of an error after its body, by a trailer.
    private void readTrailers() throws IOException {
        int bytes = 0;
        for (String line = readLine(); !line.isEmpty(); line = readLine()) {
            bytes += line.length();
            if (bytes > MAX_HEAD_BYTES) {
                throw new Malformed("Trailers are too long");
            }
            header(line);
        }
    }

    private static int chunkSize(String hex) throws Malformed {
        try {
            int size = Integer.parseInt(hex.strip(), 16);
            if (size >= 0) {
                return size;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw new Malformed("Malformed chunk size");
    }

    private String readLine() throws IOException {
        int length = 0;
        while (true) {
            for (; start + length < end; length++) {
                if (buffer[start + length] == '\n') {
                    String line = new String(buffer, start, length, StandardCharsets.ISO_8859_1);
                    start += length + 1;
                    return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
                }
            }
            if (length > MAX_CHUNK_LINE_BYTES + MAX_HEAD_BYTES) {
                throw new Malformed("Line is too long");
            }
            if (!fill()) {
                throw new EOFException();
            }
        }
    }

    private void readInto(byte[] target, int offset, int length) throws IOException {
        int have = Math.min(length, end - start);
        System.arraycopy(buffer, start, target, offset, have);
        start += have;
        ByteBuffer rest = ByteBuffer.wrap(target, offset + have, length - have);
        while (rest.hasRemaining()) {
            if (channel.read(rest) < 0) {
                throw new EOFException();
            }
        }
    }

    private void skip(long bytes) throws IOException {
        long left = bytes;
        while (left > 0) {
            if (start == end && !fill()) {
                throw new EOFException();
            }
            int step = (int) Math.min(left, end - start);
            start += step;
            left -= step;
        }
    }

    private boolean fill() throws IOException {
        if (start == end) {
            start = 0;
            end = 0;
        } else if (end == buffer.length) {
            byte[] target = end - start > buffer.length / 2 ? new byte[buffer.length * 2] : buffer;
            System.arraycopy(buffer, start, target, 0, end - start);
            buffer = target;
            end -= start;
            start = 0;
        }
        int count = channel.read(ByteBuffer.wrap(buffer, end, buffer.length - end));
        if (count < 0) {
            return false;
        }
        end += count;
        return true;
    }

    private int endOfHead(int from) {
        for (int i = from; i + 3 < end; i++) {
            if (buffer[i] == '\r' && buffer[i + 1] == '\n' && buffer[i + 2] == '\r' && buffer[i + 3] == '\n') {
                return i;
            }
        }
        return -1;
    }
}
