package dev.virga.services.s3;

import dev.virga.kernel.crypto.ChunkedGcm;
import dev.virga.store.Blobs;
import dev.virga.wire.Body;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.crypto.AEADBadTagException;
import org.jspecify.annotations.Nullable;

/// The bytes of an object: pieces in order. A small one lies in the object's row, so that reading
/// or writing it is one access to the store; the others are blobs. An object of a multipart upload
/// has a piece for each part. Pieces are encrypted; those of former releases are not.
record Content(List<Piece> pieces) {
    /// Up to this size the bytes are kept in the row.
    static final int MAX_INLINE = 16 << 10;

    sealed interface Piece {
        long length();
    }

    record Inline(byte[] bytes) implements Piece {
        @Override
        public long length() {
            return bytes.length;
        }
    }

    record Blob(Blobs.Ref ref) implements Piece {
        @Override
        public long length() {
            return ref.length();
        }
    }

    /// Encrypted, in one chunk.
    ///
    /// @param salt of the piece's key
    record SealedInline(byte[] salt, byte[] sealed) implements Piece {
        @Override
        public long length() {
            return sealed.length - (long) ChunkedGcm.TAG_BYTES;
        }
    }

    /// Encrypted, in chunks.
    ///
    /// @param length before it was encrypted
    record SealedBlob(byte[] salt, Blobs.Ref ref, long length) implements Piece {}

    /// Tells this list of pieces from every other: what is encrypted and how long, in its order.
    byte[] digest() {
        MessageDigest digest = Checksums.messageDigest("SHA-256");
        for (Piece piece : pieces) {
            switch (piece) {
                case Inline(byte[] bytes) ->
                    digest.update(Checksums.messageDigest("SHA-256").digest(bytes));
                case Blob(Blobs.Ref ref) -> digest.update(ref.id().getBytes(StandardCharsets.US_ASCII));
                case SealedInline(byte[] salt, byte[] sealed) -> digest.update(salt);
                case SealedBlob(byte[] salt, Blobs.Ref ref, long length) -> digest.update(salt);
            }
            digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, piece.length()));
        }
        return digest.digest();
    }

    long length() {
        long sum = 0;
        for (Piece piece : pieces) {
            sum += piece.length();
        }
        return sum;
    }

    /// @param key null when nothing is encrypted
    /// @param from first byte
    /// @param length number of bytes; inside the content
    Body read(Blobs blobs, @Nullable ContentKey key, long from, long length) throws IOException {
        if (pieces.size() == 1) {
            byte[] bytes = inRow(pieces.getFirst(), key);
            if (bytes != null) {
                return from == 0 && length == bytes.length
                        ? Body.of(bytes)
                        : new Body(new ByteArrayInputStream(bytes, (int) from, (int) length), length);
            }
        }
        List<InputStream> streams = new ArrayList<>();
        long skip = from;
        long left = length;
        for (Piece piece : pieces) {
            long here = Math.min(piece.length() - skip, left);
            if (here > 0) {
                streams.add(open(blobs, key, piece, skip, here));
                left -= here;
            }
            skip = Math.max(0, skip - piece.length());
        }
        InputStream all =
                streams.size() == 1 ? streams.getFirst() : new SequenceInputStream(Collections.enumeration(streams));
        return new Body(all, length);
    }

    /// The bytes of a piece that lies in the row, else null.
    private static byte @Nullable [] inRow(Piece piece, @Nullable ContentKey key) {
        return switch (piece) {
            case Inline(byte[] bytes) -> bytes;
            case SealedInline(byte[] salt, byte[] sealed) -> {
                ContentKey.Piece with = given(key).piece(salt);
                try {
                    yield with.gcm().open(with.key(), sealed);
                } catch (AEADBadTagException e) {
                    throw new IllegalStateException("content in a row was changed on the disk");
                }
            }
            case Blob blob -> null;
            case SealedBlob blob -> null;
        };
    }

    private static ContentKey given(@Nullable ContentKey key) {
        if (key == null) {
            throw new IllegalStateException("content is encrypted, but its row has no key");
        }
        return key;
    }

    private static InputStream open(Blobs blobs, @Nullable ContentKey key, Piece piece, long from, long length) {
        byte[] bytes = inRow(piece, key);
        if (bytes != null) {
            return new ByteArrayInputStream(bytes, (int) from, (int) length);
        }
        return switch (piece) {
            case Blob(Blobs.Ref ref) -> new LateStream(() -> blobs.read(ref, from, length));
            case SealedBlob(byte[] salt, Blobs.Ref ref, long whole) -> {
                ContentKey.Piece with = given(key).piece(salt);
                ChunkedGcm.Span span = ChunkedGcm.span(whole, from, length);
                yield new LateStream(() -> with.gcm()
                        .opening(with.key(), whole, from, length, blobs.read(ref, span.from(), span.length())));
            }
            default -> throw new IllegalStateException("a piece that is in the row is read above");
        };
    }

    /// Opens a blob when its turn comes, so that an object of 10,000 parts does not hold as many
    /// files open.
    private static final class LateStream extends InputStream {
        interface Opener {
            InputStream open() throws IOException;
        }

        private final Opener opener;
        private @Nullable InputStream open;

        LateStream(Opener opener) {
            this.opener = opener;
        }

        private InputStream stream() throws IOException {
            InputStream stream = open;
            if (stream == null) {
                stream = opener.open();
                open = stream;
            }
            return stream;
        }

        @Override
        public int read() throws IOException {
            return stream().read();
        }

        @Override
        public int read(byte[] buffer, int offset, int size) throws IOException {
            return stream().read(buffer, offset, size);
        }

        @Override
        public void close() throws IOException {
            if (open != null) {
                open.close();
            }
        }
    }
}
