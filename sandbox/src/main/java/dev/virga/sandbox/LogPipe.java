package dev.virga.sandbox;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.ReentrantLock;

/// Reads what a function writes to stdout and stderr and gives it on line by line. The pipe itself
/// is the buffer: a sink that is slow slows the function down, and loses nothing.
final class LogPipe {
    /// A longer line is given on in pieces.
    static final int MAX_LINE_BYTES = 256 * 1024;

    private static final int READ_BYTES = 8 * 1024;

    // Twice what a pipe holds: a function that never stops writing must not keep its reader for good.
    private static final int READS_AT_ONCE = 16;

    private final Poller poller;
    private final LogSink sink;
    private final int readEnd;
    private final MemorySegment chunk = Arena.ofAuto().allocate(READ_BYTES);
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    private final ReentrantLock reading = new ReentrantLock();
    private long key;
    private boolean closed;

    /// @param readEnd non-blocking; owned by this object from now on
    LogPipe(Poller poller, int readEnd, LogSink sink) throws SyscallException {
        this.poller = poller;
        this.readEnd = readEnd;
        this.sink = sink;
        reading.lock();
        try {
            key = poller.add(readEnd, this::readable);
        } finally {
            reading.unlock();
        }
    }

    /// Gives on everything that the function has written so far, so that no line of an invocation
    /// comes after its end.
    void flush() {
        reading.lock();
        try {
            pump();
        } finally {
            reading.unlock();
        }
    }

    /// Gives on the rest, an unfinished last line too, and closes the pipe.
    void close() {
        reading.lock();
        try {
            if (!closed) {
                pump();
                endLine();
                closed = true;
                poller.remove(readEnd, key);
                Kernel.close(readEnd);
            }
        } finally {
            reading.unlock();
        }
    }

    private void readable() {
        reading.lock();
        try {
            if (!closed && pump()) {
                poller.again(readEnd, key);
            }
        } finally {
            reading.unlock();
        }
    }

    /// @return false at the end of the pipe
    private boolean pump() {
        for (int reads = 0; reads < READS_AT_ONCE && !closed; reads++) {
            long count = Kernel.tryCall(Syscall.READ, readEnd, chunk.address(), READ_BYTES);
            if (count == -SyscallException.EAGAIN || count == -SyscallException.EINTR) {
                return true;
            }
            if (count <= 0) {
                return false;
            }
            split((int) count);
        }
        return !closed;
    }

    private void split(int count) {
        byte[] bytes = chunk.asSlice(0, count).toArray(ValueLayout.JAVA_BYTE);
        int start = 0;
        for (int i = 0; i < count; i++) {
            if (bytes[i] == '\n') {
                line.write(bytes, start, i - start);
                start = i + 1;
                give();
            }
        }
        line.write(bytes, start, count - start);
        if (line.size() >= MAX_LINE_BYTES) {
            give();
        }
    }

    private void endLine() {
        if (line.size() > 0) {
            give();
        }
    }

    /// A carriage return inside a line is a line break of one message: the runtime clients write
    /// messages of several lines that way, as Lambda's do.
    private void give() {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        if (text.indexOf('\r') >= 0) {
            text = (text.endsWith("\r") ? text.substring(0, text.length() - 1) : text).replace('\r', '\n');
        }
        try {
            sink.line(text);
        } catch (RuntimeException e) {
            // A sink that fails must not stop the reading: the function would block on its output.
            System.getLogger(LogPipe.class.getName()).log(System.Logger.Level.WARNING, "log sink failed", e);
        }
    }
}
