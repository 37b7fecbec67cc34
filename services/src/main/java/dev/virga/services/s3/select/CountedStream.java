package dev.virga.services.s3.select;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Counts what is read of it. One thread.
final class CountedStream extends FilterInputStream {
    /// After so many bytes others get their turn: nothing takes the processor from a virtual thread
    /// that does not wait.
    private static final long TURN = 1 << 20;

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

    // A virtual thread that only computes keeps its carrier: the others get their turn by this alone.
    @SuppressWarnings("ThreadPriorityCheck")
    @Override
    public int read(byte[] buffer, int offset, int size) throws IOException {
        int n = in.read(buffer, offset, size);
        long turns = count / TURN;
        count += Math.max(0, n);
        if (count / TURN > turns) {
            Budget.giveTurn();
        }
        return n;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
