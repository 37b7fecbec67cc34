package dev.virga.wire;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/// Random UUIDs (version 4) that name a request or an event. They protect nothing, so they need not
/// come from a secure source. Any thread.
public final class RandomUuid {
    private RandomUuid() {}

    /// E.g. `7f1c6a0e-2b6b-4d53-9c1e-0a4f5d3b2e19`.
    public static String text() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = (random.nextLong() & ~0xF000L) | 0x4000L;
        long low = (random.nextLong() & ~(3L << 62)) | (2L << 62);
        return new UUID(high, low).toString();
    }
}
