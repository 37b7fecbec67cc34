package dev.virga.sandbox;

/// Receives what a function writes to stdout and stderr, line by line. Called from one thread an
/// instance.
@FunctionalInterface
public interface LogSink {
    /// @param line without its line end; at most 256 KB, longer ones come in pieces
    void line(String line);
}
