package dev.virga.sandbox;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.locks.ReentrantLock;

/// Reads what a function writes to stdout and stderr and gives it on line by line. The pipe itself
/// is the buffer: a sink that is slow slows the function down, and loses nothing.
final class LogPipe implements FunctionLog {
    private static final int READ_BYTES = 8 * 1024;

    // Twice what a pipe holds: a function that never stops writing must not keep its reader for good.
    private static final int READS_AT_ONCE = 16;

    private final Poller poller;
    private final int readEnd;
    private final MemorySegment chunk = Arena.ofAuto().allocate(READ_BYTES);
    private final LogLines lines;
    private final ReentrantLock reading = new ReentrantLock();
    private long key;
    private boolean closed;

    /// @param readEnd non-blocking; owned by this object from now on
    LogPipe(Poller poller, int readEnd, LogSink sink) throws SyscallException {
        this.poller = poller;
        this.readEnd = readEnd;
        lines = new LogLines(sink);
        reading.lock();
        try {
            key = poller.add(readEnd, this::readable);
        } finally {
            reading.unlock();
        }
    }

    @Override
    public void flush() {
        reading.lock();
        try {
            pump();
        } finally {
            reading.unlock();
        }
    }

    @Override
    public void close() {
        reading.lock();
        try {
            if (!closed) {
                pump();
                lines.end();
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
            lines.add(chunk.asSlice(0, count).toArray(ValueLayout.JAVA_BYTE), (int) count);
        }
        return !closed;
    }
}
