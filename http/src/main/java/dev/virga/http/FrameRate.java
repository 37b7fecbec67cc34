package dev.virga.http;

import org.eclipse.jetty.http2.RateControl;

/// How many frames that cost a server more than their sender a client may send: resets, pings,
/// settings, priorities, empty frames, continuations, bad streams. One connection; one thread at a
/// time.
final class FrameRate implements RateControl {
    /// In a second, in the long run and at once. A client that ends downloads early or pings its
    /// server stays far below.
    private static final int PER_SECOND = 100;

    private final Peer peer;
    private final Counters counters;
    private double left = PER_SECOND;
    private long filled = System.nanoTime();

    FrameRate(Peer peer, Counters counters) {
        this.peer = peer;
        this.counters = counters;
    }

    /// @return false when the connection has to end
    @Override
    public synchronized boolean onEvent(Object frame) {
        long now = System.nanoTime();
        left = Math.min(PER_SECOND, left + (now - filled) / 1e9 * PER_SECOND);
        filled = now;
        left--;
        if (left >= 0) {
            return true;
        }
        if (!peer.isDoomed()) {
            counters.http2Abuse.increment();
            peer.doom();
        }
        return false;
    }
}
