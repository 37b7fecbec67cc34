package dev.virga.app.admin;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/// An answer that is written line by line while the client reads it. One thread writes, one reads.
///
/// The last line is the record separator (U+001E) and an exit code. A record separator alone is a
/// sign of life, sent when nothing else was for a while: so a client that has gone is noticed.
final class TextStream extends InputStream {
    /// Lines that wait for a slow client; then the writer waits.
    private static final int MAX_WAITING_LINES = 1024;
    private static final long SIGN_OF_LIFE_SECONDS = 5;
    /// Begins the last line.
    static final String EXIT_CODE = "\u001e";
    private static final byte[] END = new byte[0];

    /// The client has gone: nobody wants further lines.
    static final class ClientGone extends RuntimeException {
        ClientGone() {
            super("the client has gone", null, false, false);
        }
    }

    private final BlockingQueue<byte[]> lines = new ArrayBlockingQueue<>(MAX_WAITING_LINES);
    private volatile boolean closed;
    private byte[] current = END;
    private int position;
    private boolean ended;

    /// @throws ClientGone when nobody reads any more
    void line(String text) {
        put(bytes(text.replace(EXIT_CODE, " ") + "\n"));
    }

    /// After it nothing follows.
    void end(int exitCode) {
        put(bytes(EXIT_CODE + exitCode + "\n"));
        put(END);
    }

    boolean closed() {
        return closed;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void put(byte[] line) {
        try {
            while (!closed) {
                if (lines.offer(line, 1, TimeUnit.SECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new ClientGone();
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /// Gives what is there, and waits only when there is nothing.
    @Override
    public int read(byte[] into, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        if (position == current.length && !fetch()) {
            return -1;
        }
        int count = 0;
        while (count < length) {
            int part = Math.min(length - count, current.length - position);
            System.arraycopy(current, position, into, offset + count, part);
            position += part;
            count += part;
            if (position == current.length && !fetchNow()) {
                break;
            }
        }
        return count;
    }

    private boolean fetch() {
        if (ended) {
            return false;
        }
        try {
            byte[] next = lines.poll(SIGN_OF_LIFE_SECONDS, TimeUnit.SECONDS);
            return take(next == null ? bytes(EXIT_CODE + "\n") : next);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean fetchNow() {
        byte[] next = ended ? null : lines.poll();
        return next != null && take(next);
    }

    private boolean take(byte[] next) {
        if (next == END) {
            ended = true;
            return false;
        }
        current = next;
        position = 0;
        return true;
    }

    @Override
    public void close() {
        closed = true;
        lines.clear();
        // Wakes a reader that waits for more; there is room, since nobody writes any more.
        boolean woken = lines.offer(END);
        assert woken;
    }
}
