package dev.virga.services.s3;

import dev.virga.store.Blobs;
import dev.virga.wire.Body;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// The bytes of an object: pieces in order. A small one lies in the object's row, so that reading
/// or writing it is one access to the store; the others are blobs. An object of a multipart upload
/// has a piece for each part.
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

    long length() {
        long sum = 0;
        for (Piece piece : pieces) {
            sum += piece.length();
        }
        return sum;
    }

    /// @param from first byte, @param length number of bytes; inside the content
    Body read(Blobs blobs, long from, long length) throws IOException {
        if (pieces.size() == 1 && pieces.getFirst() instanceof Inline(byte[] bytes)) {
            return from == 0 && length == bytes.length
                    ? Body.of(bytes)
                    : new Body(new ByteArrayInputStream(bytes, (int) from, (int) length), length);
        }
        List<InputStream> streams = new ArrayList<>();
        long skip = from;
        long left = length;
        for (Piece piece : pieces) {
            long here = Math.min(piece.length() - skip, left);
            if (here > 0) {
                streams.add(open(blobs, piece, skip, here));
                left -= here;
            }
            skip = Math.max(0, skip - piece.length());
        }
        InputStream all =
                streams.size() == 1 ? streams.getFirst() : new SequenceInputStream(Collections.enumeration(streams));
        return new Body(all, length);
    }

    private static InputStream open(Blobs blobs, Piece piece, long from, long length) throws IOException {
        return switch (piece) {
            case Inline(byte[] bytes) -> new ByteArrayInputStream(bytes, (int) from, (int) length);
            case Blob(Blobs.Ref ref) -> new LateStream(blobs, ref, from, length);
        };
    }

    /// Opens a blob when its turn comes, so that an object of 10,000 parts does not hold as many
    /// files open.
    private static final class LateStream extends InputStream {
        private final Blobs blobs;
        private final Blobs.Ref ref;
        private final long from;
        private final long length;
        private @org.jspecify.annotations.Nullable InputStream open;

        LateStream(Blobs blobs, Blobs.Ref ref, long from, long length) {
            this.blobs = blobs;
            this.ref = ref;
            this.from = from;
            this.length = length;
        }

        private InputStream stream() throws IOException {
            InputStream stream = open;
            if (stream == null) {
                stream = blobs.read(ref, from, length);
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
