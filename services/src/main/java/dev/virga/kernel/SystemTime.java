package dev.virga.kernel;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.locks.LockSupport;

/// The machine's clock.
final class SystemTime implements Time {
    @Override
    public Instant instant() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    public void parkUntil(Instant due) {
        LockSupport.parkUntil(this, due.toEpochMilli());
    }
}
