package dev.virga.app.fuzz;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/// Sends something to a cloud of this process.
///
/// @param seeds makes a good input
/// @param sender answers what the cloud said, in short
record ServerTarget(String name, List<String> tokens, Function<Random, byte[]> seeds, Sender sender)
        implements FuzzTarget {
    /// Wraps the input into requests.
    interface Sender {
        String send(byte[] input) throws IOException;
    }

    @Override
    public byte[] seed(Random random) {
        return seeds.apply(random);
    }

    @Override
    public String run(byte[] input) throws IOException {
        return sender.send(input);
    }

    /// Several requests and answers lie between the input and the outcome.
    @Override
    public long allowedAllocation(int length) {
        return 4 * BASE_ALLOCATION + 400L * length;
    }
}
