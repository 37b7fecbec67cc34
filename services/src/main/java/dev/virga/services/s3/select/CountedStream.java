package dev.virga.services.s3.select;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Counts what is read of it. One thread.
final class CountedStream extends FilterInputStream {
    private long count;

    CountedStream(InputStream in) {
        super(in);
    }

    long count() {
        return count;
    }

    @Override
    public int read() throws IOException {
        int c = in.read();
        count += c < 0 ? 0 : 1;
        return c;
    }

    @Override
    public int read(byte[] buffer, int offset, int size) throws IOException {
        int n = in.read(buffer, offset, size);
        count += Math.max(0, n);
        return n;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
