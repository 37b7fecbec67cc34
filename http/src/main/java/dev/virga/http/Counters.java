package dev.virga.http;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/// See [EdgeCounts].
final class Counters {
    final AtomicInteger connections = new AtomicInteger();
    final AtomicInteger requests = new AtomicInteger();
    final LongAdder handled = new LongAdder();
    final LongAdder tooManyConnections = new LongAdder();
    final LongAdder tooManyRequests = new LongAdder();
    final LongAdder slowClients = new LongAdder();
    final LongAdder malformed = new LongAdder();
    final LongAdder http2Abuse = new LongAdder();

    EdgeCounts now() {
        return new EdgeCounts(
                connections.get(),
                requests.get(),
                handled.sum(),
                tooManyConnections.sum(),
                tooManyRequests.sum(),
                slowClients.sum(),
                malformed.sum(),
                http2Abuse.sum());
    }
}
