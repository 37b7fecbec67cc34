package dev.virga.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/// Reads the output of a plain process. Only what is there already is read, at intervals and on
/// request: a thread that waits inside a read could not be told to hand over what it has.
final class PlainLog implements FunctionLog {
    private static final int READ_BYTES = 8 * 1024;
    private static final int READS_AT_ONCE = 16;
    private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final InputStream output;
    private final LogLines lines;
    private final byte[] chunk = new byte[READ_BYTES];
    private final ReentrantLock reading = new ReentrantLock();
    private volatile boolean closed;

    PlainLog(InputStream output, LogSink sink) {
        this.output = output;
        lines = new LogLines(sink);
        Thread.ofVirtual().name("sandbox-log").start(() -> {
            while (!closed) {
                flush();
                LockSupport.parkNanos(INTERVAL_NANOS);
            }
        });
    }

    @Override
    public void flush() {
        reading.lock();
        try {
            for (int reads = 0; reads < READS_AT_ONCE && !closed && output.available() > 0; reads++) {
                lines.add(chunk, output.read(chunk));
            }
        } catch (IOException e) {
            // The pipe ends with its process.
        } finally {
            reading.unlock();
        }
    }

    @Override
    public void close() {
        reading.lock();
        try {
            if (!closed) {
                flush();
                lines.end();
                closed = true;
                output.close();
            }
        } catch (IOException e) {
            // It is gone either way.
        } finally {
            reading.unlock();
        }
    }
}
