package dev.virga.services.s3.select;

/// What a query may cost, so that one request takes neither all of the memory nor a processor for
/// long. A step is about what comparing one character costs. One thread.
final class Budget {
    /// Characters of all strings that expressions make of one record, and of all that aggregates
    /// hold.
    static final long MAX_CHARACTERS = 16L * Values.MAX_LENGTH;

    /// Steps for one record: less than a second.
    static final long MAX_STEPS_OF_RECORD = 1L << 28;

    /// Steps that a query has however little it reads.
    static final long MIN_STEPS_OF_QUERY = 1L << 32;

    /// Steps that a query has more for every byte that it reads.
    static final long STEPS_OF_BYTE = 64;

    /// After so many steps others get their turn: nothing takes the processor from a virtual thread
    /// that does not wait.
    private static final long TURN = 1 << 20;

    private long characters;
    private long steps;
    private long most;
    private long turnAt = TURN;

    /// A new record.
    ///
    /// @param read bytes of the object so far
    void begin(long read) {
        characters = 0;
        most = Math.min(steps + MAX_STEPS_OF_RECORD, MIN_STEPS_OF_QUERY + STEPS_OF_BYTE * read);
        charge(1);
    }

    /// So far.
    long steps() {
        return steps;
    }

    // A virtual thread that only computes keeps its carrier: the others get their turn by this alone.
    @SuppressWarnings("ThreadPriorityCheck")
    void charge(long more) {
        steps += more;
        if (steps > most) {
            throw SelectErrors.tooMuchWork();
        }
        if (steps >= turnAt) {
            turnAt = steps + TURN;
            giveTurn();
        }
    }

    /// Only fairness depends on it, nothing that has to be right.
    @SuppressWarnings("ThreadPriorityCheck")
    static void giveTurn() {
        Thread.yield();
    }

    /// Before a string of this length is made.
    void make(long length) {
        characters += length;
        if (characters > MAX_CHARACTERS) {
            throw SelectErrors.tooMuchText();
        }
        charge(length);
    }
}
