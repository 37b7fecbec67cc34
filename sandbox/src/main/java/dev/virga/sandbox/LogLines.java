package dev.virga.sandbox;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Splits what a function writes into lines. Used by one thread at a time.
final class LogLines {
    /// A longer line is given on in pieces.
    static final int MAX_LINE_BYTES = 256 * 1024;

    private final LogSink sink;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);

    LogLines(LogSink sink) {
        this.sink = sink;
    }

    /// @param count far smaller than the longest line
    void add(byte[] bytes, int count) {
        int start = 0;
        for (int i = 0; i < count; i++) {
            if (bytes[i] == '\n') {
                line.write(bytes, start, i - start);
                start = i + 1;
                give();
            }
        }
        if (line.size() + count - start > MAX_LINE_BYTES) {
            give();
        }
        line.write(bytes, start, count - start);
    }

    /// Gives on an unfinished last line.
    void end() {
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
            System.getLogger(LogLines.class.getName()).log(System.Logger.Level.WARNING, "log sink failed", e);
        }
    }
}
