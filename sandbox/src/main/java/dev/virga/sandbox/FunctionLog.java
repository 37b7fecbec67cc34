package dev.virga.sandbox;

/// What one instance writes to stdout and stderr, on its way to its [LogSink].
interface FunctionLog {
    /// Gives on everything that the function has written so far, so that no line of an invocation
    /// comes after its end.
    void flush();

    /// Gives on the rest, an unfinished last line too.
    void close();
}
