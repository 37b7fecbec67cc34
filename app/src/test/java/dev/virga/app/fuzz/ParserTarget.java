package dev.virga.app.fuzz;

import dev.virga.wire.AwsException;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/// A parser that is called with text or bytes and refuses with an [AwsException] or not at all.
///
/// @param seed makes a good input
/// @param parser answers what it found, in short
record ParserTarget(String name, List<String> tokens, Function<Random, byte[]> seeds, Function<byte[], String> parser)
        implements FuzzTarget {
    @Override
    public byte[] seed(Random random) {
        return seeds.apply(random);
    }

    @Override
    public String run(byte[] input) {
        try {
            return parser.apply(input);
        } catch (AwsException e) {
            return DecoderTarget.refused(e);
        }
    }
}
