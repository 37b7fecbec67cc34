package dev.virga.wire;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The content of a body in the `aws-chunked` encoding:
///
///     size;chunk-signature=…\r\n  bytes \r\n   …   0;chunk-signature=…\r\n  trailers  \r\n
///
/// Each chunk is verified when its last byte is read, and the end of the body (last chunk,
/// trailers, promised length) together with the last byte of content. Whoever keeps the content
/// must keep it only after the last byte was read without an exception. Nothing is buffered but
/// lines. One thread.
public final class AwsChunkedStream extends InputStream {
    /// A chunk's header or a trailer.
    static final int MAX_LINE = 1024;

    static final int MAX_TRAILERS = 32;

    private static final String TRAILER_SIGNATURE = "x-amz-trailer-signature";

    /// @param signature of the request, with which the chain of chunk signatures begins
    record Signing(SignatureKey key, SigV4.Algorithm algorithm, String timestamp, String scope, String signature) {
        /// @param kind of what is signed: `-PAYLOAD` or `-TRAILER`
        boolean verifies(String kind, String previous, String rest, String given) {
            return key.verifies(
                    algorithm.token() + kind + "\n" + timestamp + "\n" + scope + "\n" + previous + "\n" + rest, given);
        }

        /// Signatures of Version 4a differ in length and are filled up.
        String unpadded(String given) {
            int end = given.length();
            while (algorithm == SigV4.Algorithm.ECDSA && end > 0 && given.charAt(end - 1) == '*') {
                end--;
            }
            return given.substring(0, end);
        }
    }

    private final InputStream in;
    private final long length;
    private final boolean trailer;
    private final @Nullable Signing signing;
    private final List<String> announced;
    private final Headers trailers = new Headers();
    private final MessageDigest digest = Sha256.start();
    private String previous;
    private String chunkSignature = "";
    private long total;
    private long left;
    private boolean done;
    private @Nullable AwsException failure;

    /// @param length of the content, as promised
    /// @param trailer whether trailers may follow
    /// @param signing null when chunks are not signed
    /// @param announced trailers that must follow, in lower case
    AwsChunkedStream(InputStream in, long length, boolean trailer, @Nullable Signing signing, List<String> announced) {
        this.in = new BufferedInputStream(in, 8192);
        this.length = length;
        this.trailer = trailer;
        this.signing = signing;
        this.announced = announced;
        this.previous = signing == null ? "" : signing.signature();
    }

    /// The names of the trailers that must follow the content; known before it is read.
    public List<String> announced() {
        return announced;
    }

    /// What followed the content, e.g. `x-amz-checksum-crc32`; empty until the content was read.
    public Headers trailers() {
        return trailers;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int size) throws IOException {
        if (failure != null) {
            throw failure;
        }
        if (size == 0) {
            return 0;
        }
        try {
            return readChecked(buffer, offset, size);
        } catch (AwsException e) {
            failure = e;
            throw e;
        }
    }

    private int readChecked(byte[] buffer, int offset, int size) throws IOException {
        if (left == 0 && !done) {
            startChunk();
        }
        if (done) {
            return -1;
        }
        int n = in.read(buffer, offset, (int) Math.min(size, left));
        if (n < 0) {
            throw incomplete();
        }
        if (signing != null) {
            digest.update(buffer, offset, n);
        }
        left -= n;
        total += n;
        if (left == 0) {
            endChunk();
            if (total == length) {
                startChunk();
            }
        }
        return n;
    }

    private void startChunk() throws IOException {
        String line = line();
        if (line == null) {
            throw incomplete();
        }
        int semicolon = line.indexOf(';');
        String hex = (semicolon < 0 ? line : line.substring(0, semicolon)).strip();
        left = size(hex);
        if (signing != null) {
            int at = line.indexOf("chunk-signature=");
            if (at < 0) {
                throw mismatch();
            }
            chunkSignature = signing.unpadded(
                    line.substring(at + "chunk-signature=".length()).strip());
        }
        if (left == 0) {
            finish();
        }
    }

    private long size(String hex) {
        try {
            // Not Long.parseLong, which takes a sign.
            long size = hex.length() > 15 ? -1 : HexFormat.fromHexDigitsToLong(hex);
            if (!hex.isEmpty() && size >= 0 && size <= length - total) {
                return size;
            }
        } catch (IllegalArgumentException e) {
            // Answered below.
        }
        throw incomplete();
    }

    private void endChunk() throws IOException {
        String rest = line();
        if (rest == null || !rest.isEmpty()) {
            throw incomplete();
        }
        verifyChunk();
    }

    private void verifyChunk() {
        if (signing == null) {
            return;
        }
        String hash = HexFormat.of().formatHex(digest.digest());
        if (!signing.verifies("-PAYLOAD", previous, Sha256.OF_NOTHING + "\n" + hash, chunkSignature)) {
            throw mismatch();
        }
        previous = chunkSignature;
    }

    /// The last chunk, the trailers that were announced and no others, an empty line, the end.
    private void finish() throws IOException {
        verifyChunk();
        if (total != length) {
            throw incomplete();
        }
        StringBuilder signed = new StringBuilder();
        String signature = null;
        boolean more = signing != null && trailer;
        String line = line();
        for (; line != null; line = line()) {
            if (line.isEmpty()) {
                if (more && signature == null) {
                    continue;
                }
                break;
            }
            int colon = line.indexOf(':');
            if (!trailer || colon < 1) {
                throw malformedTrailer();
            }
            String name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
            String value = line.substring(colon + 1).strip();
            if (more && name.equals(TRAILER_SIGNATURE) && signature == null) {
                signature = value;
            } else if (signature == null && announced.contains(name) && !trailers.has(name)) {
                trailers.add(name, value);
                signed.append(name).append(':').append(value).append('\n');
            } else {
                throw malformedTrailer();
            }
        }
        if (!announced.stream().allMatch(trailers::has)) {
            throw malformedTrailer();
        }
        if (more) {
            verifyTrailers(signed.toString(), signature);
        }
        if (line == null || in.read() >= 0) {
            throw incomplete();
        }
        done = true;
    }

    private static AwsException malformedTrailer() {
        return new AwsException(
                "MalformedTrailerError",
                400,
                "The request contained trailing data that was not well-formed or did not conform to our published"
                        + " schema.");
    }

    private void verifyTrailers(String signed, @Nullable String signature) {
        if (signing == null) {
            return;
        }
        if (signature == null
                || !signing.verifies("-TRAILER", previous, Sha256.hex(signed), signing.unpadded(signature))) {
            throw mismatch();
        }
    }

    /// Without its end, which must be there; null at the end of the body.
    private @Nullable String line() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                if (bytes.size() > 0) {
                    throw incomplete();
                }
                return null;
            }
            if (bytes.size() == MAX_LINE) {
                throw incomplete();
            }
            bytes.write(c);
        }
        return text(bytes);
    }

    private static String text(ByteArrayOutputStream bytes) {
        String text = bytes.toString(StandardCharsets.ISO_8859_1);
        if (!text.endsWith("\r")) {
            throw incomplete();
        }
        return text.substring(0, text.length() - 1);
    }

    private static AwsException incomplete() {
        return new AwsException(
                "IncompleteBody",
                400,
                "The request body terminated unexpectedly or is not in the aws-chunked encoding it claims.");
    }

    private static AwsException mismatch() {
        return AuthErrors.mismatch(AuthErrors.Dialect.S3, null, null);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
