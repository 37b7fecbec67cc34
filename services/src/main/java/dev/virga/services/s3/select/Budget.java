package dev.virga.services.s3.select;

/// What a query may cost, so that one request takes neither all of the memory nor a processor for
/// long. One thread.
final class Budget {
    /// Characters of all strings that expressions make of one record, and of all that aggregates
    /// hold.
    static final long MAX_CHARACTERS = 16L * Values.MAX_LENGTH;

    private long characters;

    /// A new record.
    void begin() {
        characters = 0;
    }

    /// Before a string of this length is made.
    void make(long length) {
        characters += length;
        if (characters > MAX_CHARACTERS) {
            throw SelectErrors.tooMuchText();
        }
    }
}
