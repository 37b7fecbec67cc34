package dev.virga.app.fuzz;

import dev.virga.wire.AwsException;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/// A parser that is called with text or bytes and refuses with an [AwsException] or not at all.
///
/// @param seed makes a good input
/// @param parser answers what it found, in short
/// @param perByte bytes that may be allocated for each of the input
record ParserTarget(
        String name, List<String> tokens, Function<Random, byte[]> seeds, Function<byte[], String> parser, long perByte)
        implements FuzzTarget {
    private static final long USUAL_PER_BYTE = 200;

    ParserTarget(String name, List<String> tokens, Function<Random, byte[]> seeds, Function<byte[], String> parser) {
        this(name, tokens, seeds, parser, USUAL_PER_BYTE);
    }

    @Override
    public long allowedAllocation(int length) {
        return perByte == USUAL_PER_BYTE
                ? FuzzTarget.super.allowedAllocation(length)
                : 4 * BASE_ALLOCATION + perByte * length;
    }

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
