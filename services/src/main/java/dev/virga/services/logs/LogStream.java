package dev.virga.services.logs;

/// A sequence of events from one source, e.g. one instance of a function.
///
/// @param id names the stream in keys of events
/// @param firstEventMillis -1 while it is empty
/// @param lastEventMillis -1 while it is empty
/// @param lastIngestionMillis -1 while it is empty
/// @param nextSequence tells events of the same millisecond apart, in the order of their arrival
record LogStream(
        String name,
        long id,
        long createdMillis,
        long firstEventMillis,
        long lastEventMillis,
        long lastIngestionMillis,
        long storedBytes,
        long nextSequence) {
    static LogStream create(String name, long id, long nowMillis) {
        return new LogStream(name, id, nowMillis, -1, -1, -1, 0, 0);
    }

    boolean empty() {
        return lastEventMillis < 0;
    }

    /// After a batch of events whose times lie between `first` and `last`.
    LogStream grown(long first, long last, long nowMillis, long bytes, int events) {
        return new LogStream(
                name,
                id,
                createdMillis,
                empty() ? first : Math.min(firstEventMillis, first),
                Math.max(lastEventMillis, last),
                nowMillis,
                storedBytes + bytes,
                nextSequence + events);
    }
}
