package dev.virga.services.logs;

/// One event as it is kept.
///
/// @param stream id of its stream
/// @param sequence order among events of the same stream and millisecond
record LogEvent(long stream, long timestampMillis, long sequence, long ingestedMillis, String message) {
    /// Counted against the sizes of pages.
    int bytes() {
        return message.length() + OVERHEAD_BYTES;
    }

    /// What AWS counts for an event besides its message.
    static final int OVERHEAD_BYTES = 26;

    /// The same event has the same id in every answer.
    String id() {
        return String.format("%013d%020d%023d", timestampMillis, Math.abs(stream), sequence);
    }
}
