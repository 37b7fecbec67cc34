package dev.virga.bench;

import java.io.IOException;

/// Asks until something is so.
final class Waiting {
    private static final int LIMIT_SECONDS = 60;

    private Waiting() {}

    /// Whether it is so now.
    interface Condition {
        boolean holds() throws IOException;
    }

    static void until(String what, Condition condition) throws IOException, InterruptedException {
        long end = System.nanoTime() + LIMIT_SECONDS * 1_000_000_000L;
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                throw new IOException("still not so after " + LIMIT_SECONDS + " s: " + what);
            }
            Thread.sleep(10);
        }
    }
}
