package dev.virga.services.iam;

import java.util.concurrent.atomic.AtomicLong;

/// Counts the changes to IAM's rows: what was cached under an older number is read again. A reader
/// takes the number before it reads the rows. Any thread may call it.
final class Epoch {
    private final AtomicLong number = new AtomicLong();

    long now() {
        return number.get();
    }

    void advance() {
        number.incrementAndGet();
    }
}
