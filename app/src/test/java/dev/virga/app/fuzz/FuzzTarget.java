package dev.virga.app.fuzz;

import java.util.List;
import java.util.Random;

/// One thing that takes hostile input. Used by one thread.
interface FuzzTarget extends AutoCloseable {
    /// Bytes that a run may allocate whatever the input is.
    long BASE_ALLOCATION = 1 << 20;

    /// Short, as on the command line.
    String name();

    /// An input that is good as it stands, or nearly.
    byte[] seed(Random random);

    /// What mutations should know of this language.
    default List<String> tokens() {
        return List.of();
    }

    /// Takes the input, as an attacker would send it.
    ///
    /// @return what happened, without the parts that differ every time: something new is kept and
    ///     mutated further
    /// @throws Exception when the input did harm
    String run(byte[] input) throws Exception;

    /// Bytes that may be allocated for an input of this length.
    default long allowedAllocation(int length) {
        return BASE_ALLOCATION + 200L * length;
    }

    @Override
    default void close() {}
}
