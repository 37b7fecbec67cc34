package dev.virga.http;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.thread.Scheduler;

/// Cuts off clients that take too long, be it to send a head or to take an answer. Bodies that come
/// too slowly are noticed by who reads them: see [RequestBody].
final class SlowClients {
    private static final long EVERY_MILLIS = 1_000;

    /// An answer, or a piece of one, that a client has to take.
    private record Sending(Peer peer, long deadline) {}

    /// Runs until it returns.
    interface Send {
        void run() throws IOException;
    }

    private final Set<Sending> sendings = ConcurrentHashMap.newKeySet();
    private final EdgeLimits limits;
    private final Counters counters;

    SlowClients(EdgeLimits limits, Counters counters) {
        this.limits = limits;
        this.counters = counters;
    }

    /// Sends so many bytes; when the client takes them too slowly its connection is closed and
    /// `send` fails.
    void send(Peer peer, long bytes, Send send) throws IOException {
        Duration allowed = limits.grace().plusSeconds(bytes / limits.bytesPerSecond());
        Sending sending = new Sending(peer, System.nanoTime() + allowed.toNanos());
        sendings.add(sending);
        try {
            send.run();
        } finally {
            sendings.remove(sending);
        }
    }

    /// Looks again and again, for as long as the scheduler runs.
    void watch(Scheduler scheduler, Iterable<EdgeConnector> connectors, Remotes remotes) {
        Runnable look = new Runnable() {
            @Override
            public void run() {
                look(connectors, remotes);
                scheduler.schedule(this, EVERY_MILLIS, TimeUnit.MILLISECONDS);
            }
        };
        scheduler.schedule(look, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look(Peer peer, long now) {
        if (peer.isDoomed()) {
            peer.cutOff("its frames did harm");
        } else if (peer.late(now)) {
            counters.slowClients.increment();
            peer.cutOff("the head of a request took too long");
        }
    }

    private void look(Iterable<EdgeConnector> connectors, Remotes remotes) {
        long now = System.nanoTime();
        for (EdgeConnector connector : connectors) {
            for (Object endPoint : connector.getConnectedEndPoints()) {
                if (endPoint instanceof Peer peer) {
                    look(peer, now);
                }
            }
        }
        // Who sends takes it out of the set.
        for (Sending sending : sendings) {
            if (now - sending.deadline > 0) {
                counters.slowClients.increment();
                sending.peer.cutOff("an answer was taken too slowly");
            }
        }
        remotes.forgetIdle(now);
    }
}
