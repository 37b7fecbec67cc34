package dev.virga.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Objects;

/// A part of a blob's file, read in chunks by the threads of [Lanes]. For one thread at a time.
final class BlobStream extends InputStream {
    private final Lanes lanes;
    private final FileChannel file;
    private final ByteBuffer chunk;
    private long position;
    private long rest;

    BlobStream(Lanes lanes, FileChannel file, long offset, long length) {
        this.lanes = lanes;
        this.file = file;
        position = offset;
        rest = length;
        chunk = ByteBuffer.allocate((int) Math.min(length, FileBlobs.CHUNK_BYTES))
                .limit(0);
    }

    @Override
    public int read() throws IOException {
        return fill() ? chunk.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        Objects.checkFromIndexSize(from, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int bytes = Math.min(length, chunk.remaining());
        chunk.get(target, from, bytes);
        return bytes;
    }

    @Override
    public long skip(long bytes) {
        long buffered = Math.min(Math.max(0, bytes), chunk.remaining());
        chunk.position(chunk.position() + (int) buffered);
        long beyond = Math.min(Math.max(0, bytes - buffered), rest);
        position += beyond;
        rest -= beyond;
        return buffered + beyond;
    }

    @Override
    public int available() {
        return chunk.remaining();
    }

    private boolean fill() throws IOException {
        if (chunk.hasRemaining()) {
            return true;
        }
        if (rest == 0) {
            return false;
        }
        chunk.clear().limit((int) Math.min(rest, chunk.capacity()));
        int bytes = lanes.run("", () -> file.read(chunk, position));
        chunk.flip();
        if (bytes <= 0) {
            throw new IOException("a blob is shorter than its reference says");
        }
        position += bytes;
        rest -= bytes;
        return true;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
