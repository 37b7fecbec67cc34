package dev.virga.kernel;

import java.time.Instant;
import java.time.InstantSource;

/// The only source of wall-clock time, so that a cloud's clock can be moved.
///
/// Any thread may call it.
public interface Time extends InstantSource {
    /// Now, in whole milliseconds.
    @Override
    Instant instant();

    /// Parks the current thread until this clock shows `due`, or the thread is unparked or
    /// interrupted; like [java.util.concurrent.locks.LockSupport#park] it may also return for no
    /// reason.
    void parkUntil(Instant due);

    /// The machine's clock.
    static Time system() {
        return new SystemTime();
    }
}
