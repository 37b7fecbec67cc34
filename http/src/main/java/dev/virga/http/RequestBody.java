package dev.virga.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;

/// A request's body as it comes in: not too long, not too slow, and not in memory together with
/// more bodies than there is room for. Whatever a handler makes of a failure here, the client gets
/// [#refusal].
final class RequestBody extends InputStream {
    /// Reads of more than this are by somebody who wants the body in memory.
    private static final int SMALL_BYTES = 64 << 10;
    private static final long SECOND = 1_000_000_000L;

    private final InputStream in;
    private final EdgeLimits limits;
    private final Semaphore room;
    private long received;
    private long waitedNanos;
    private int held;
    private boolean ended;
    private volatile int refusal;

    /// @param room kilobytes that bodies in memory may still take
    RequestBody(InputStream in, EdgeLimits limits, Semaphore room) {
        this.in = in;
        this.limits = limits;
        this.room = room;
    }

    /// A status, or 0.
    int refusal() {
        return refusal;
    }

    boolean isUntouched() {
        return received == 0;
    }

    /// Reads what the handler left, when that is little. A connection on which something was left is
    /// of no more use: it has to be closed, and the client has to know.
    ///
    /// @param announced bytes, or -1
    /// @return whether nothing is left
    boolean finish(long announced) {
        if (ended || received == announced) {
            return true;
        }
        if (announced - received > SMALL_BYTES) {
            return false;
        }
        try {
            if (read() < 0) {
                return true;
            }
            return super.readNBytes(SMALL_BYTES).length < SMALL_BYTES;
        } catch (IOException e) {
            return false;
        }
    }

    /// The request is over, and so is what was read of it.
    void done() {
        room.release(held);
        held = 0;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        long begin = System.nanoTime();
        int count = in.read(into, offset, length);
        waitedNanos += System.nanoTime() - begin;
        if (count > 0) {
            received += count;
        }
        ended |= count < 0;
        if (received > limits.bodyBytes()) {
            throw refuse(413, "the body is too large");
        }
        long late = waitedNanos - limits.grace().toNanos();
        if (late > 0 && received / limits.bytesPerSecond() < late / SECOND + 1) {
            throw refuse(408, "the body comes too slowly");
        }
        return count;
    }

    /// Takes room for what was received, not for what was announced.
    @Override
    public byte[] readNBytes(int length) throws IOException {
        if (length <= SMALL_BYTES) {
            return super.readNBytes(length);
        }
        List<byte[]> pieces = new ArrayList<>();
        int total = 0;
        while (total < length) {
            byte[] piece = super.readNBytes(Math.min(length - total, SMALL_BYTES));
            if (piece.length == 0) {
                break;
            }
            hold(piece.length);
            pieces.add(piece);
            total += piece.length;
        }
        return joined(pieces, total);
    }

    private static byte[] joined(List<byte[]> pieces, int total) {
        if (pieces.size() == 1) {
            return pieces.getFirst();
        }
        byte[] all = new byte[total];
        int at = 0;
        for (byte[] piece : pieces) {
            System.arraycopy(piece, 0, all, at, piece.length);
            at += piece.length;
        }
        return all;
    }

    private void hold(int bytes) throws IOException {
        int kilobytes = (bytes + 1023) >> 10;
        if (!room.tryAcquire(kilobytes)) {
            throw refuse(503, "bodies of requests fill the memory that they may take");
        }
        held += kilobytes;
    }

    private IOException refuse(int status, String why) {
        refusal = status;
        return new IOException(why);
    }

    @Override
    public int available() throws IOException {
        return in.available();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
