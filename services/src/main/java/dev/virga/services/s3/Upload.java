package dev.virga.services.s3;

import dev.virga.store.Blobs;
import dev.virga.wire.AwsChunkedStream;
import dev.virga.wire.AwsException;
import dev.virga.wire.Body;
import dev.virga.wire.Shape;
import dev.virga.wire.Struct;
import dev.virga.wire.Structs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Takes in the bytes of an object or a part: hashes them on their way to the disk and compares
/// with what the client said. Nothing refers to them before the row is committed.
///
/// @param etag without quotes
/// @param checksums by member name
record Upload(Content content, String etag, Map<String, String> checksums) {
    /// The largest single upload and the largest part.
    static final long MAX_BYTES = 5L << 30;

    private static final int MD5_BYTES = 16;

    /// @param body may be null: an empty one
    /// @param key encrypts it; null for a part of an upload that a former release began
    static Upload receive(Blobs blobs, @Nullable Body body, Struct input, Shape shape, ContentKey.@Nullable Piece key) {
        byte[] expectedMd5 = contentMd5(input, shape);
        Body from = body == null ? Body.EMPTY : body;
        if (from.length() > MAX_BYTES) {
            throw S3Errors.entityTooLarge();
        }
        Map<ChecksumAlgorithm, ChecksumAlgorithm.Running> running = Checksums.running(input, shape, from);
        Hashing hashing = new Hashing(from.stream(), running);
        Content content = store(blobs, hashing, key);
        if (from.length() >= 0 && content.length() != from.length()) {
            throw S3Errors.incompleteBody();
        }
        byte[] md5 = hashing.md5.digest();
        if (expectedMd5 != null && !MessageDigest.isEqual(md5, expectedMd5)) {
            throw S3Errors.badDigest("Content-MD5");
        }
        String etag = key == null ? HexFormat.of().formatHex(md5) : key.etag(md5);
        return new Upload(content, etag, Checksums.verify(running, input, shape, trailers(from)));
    }

    /// Takes in what is here already.
    static Upload move(Blobs blobs, Body body, ContentKey.Piece key) {
        Hashing hashing = new Hashing(body.stream(), Map.of());
        Content content = store(blobs, hashing, key);
        if (content.length() != body.length()) {
            throw new IllegalStateException("the content of a copy's source ends too early");
        }
        return new Upload(content, key.etag(hashing.md5.digest()), Map.of());
    }

    private static byte @Nullable [] contentMd5(Struct input, Shape shape) {
        if (!(Structs.get(input, shape, "ContentMD5") instanceof String text)) {
            return null;
        }
        try {
            byte[] md5 = Base64.getDecoder().decode(text);
            if (md5.length == MD5_BYTES) {
                return md5;
            }
        } catch (IllegalArgumentException e) {
            throw S3Errors.invalidDigest();
        }
        throw S3Errors.invalidDigest();
    }

    private static Content store(Blobs blobs, Hashing in, ContentKey.@Nullable Piece key) {
        try (in) {
            byte[] start = in.readNBytes(Content.MAX_INLINE + 1);
            if (start.length <= Content.MAX_INLINE) {
                return new Content(List.of(
                        key == null
                                ? new Content.Inline(start)
                                : new Content.SealedInline(key.salt(), key.gcm().seal(key.key(), start))));
            }
            InputStream whole = new SequenceInputStream(new ByteArrayInputStream(start), in);
            if (key == null) {
                return new Content(List.of(new Content.Blob(blobs.write(whole))));
            }
            Blobs.Ref ref = blobs.write(key.gcm().sealing(key.key(), whole));
            return new Content(List.of(new Content.SealedBlob(key.salt(), ref, in.count)));
        } catch (IOException e) {
            if (e.getCause() instanceof AwsException told) {
                throw told;
            }
            throw S3Errors.incompleteBody();
        }
    }

    private static Map<String, String> trailers(Body body) {
        Map<String, String> trailers = new HashMap<>();
        if (body.stream() instanceof AwsChunkedStream chunked) {
            chunked.trailers().forEach((name, value) -> trailers.put(name.toLowerCase(Locale.ROOT), value));
        }
        return trailers;
    }

    /// Passes bytes on and hashes them.
    private static final class Hashing extends InputStream {
        final MessageDigest md5 = Checksums.messageDigest("MD5");
        private final InputStream in;
        private final Map<ChecksumAlgorithm, ChecksumAlgorithm.Running> running;
        private long count;

        Hashing(InputStream in, Map<ChecksumAlgorithm, ChecksumAlgorithm.Running> running) {
            this.in = in;
            this.running = running;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int size) throws IOException {
            int read = in.read(buffer, offset, size);
            if (read > 0) {
                count += read;
                if (count > MAX_BYTES) {
                    throw new IOException(S3Errors.entityTooLarge());
                }
                md5.update(buffer, offset, read);
                for (ChecksumAlgorithm.Running checksum : running.values()) {
                    checksum.update(buffer, offset, read);
                }
            }
            return read;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
