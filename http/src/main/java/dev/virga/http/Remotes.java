package dev.virga.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.ConcurrentHashMap;

/// What each remote address takes of the server right now. An address is forgotten when it has
/// taken nothing for a while.
final class Remotes {
    /// When more come at a time, the further ones share one allowance.
    private static final int MAX_ADDRESSES = 50_000;
    private static final long FORGET_AFTER_NANOS = 10_000_000_000L;
    /// Requests at once, in seconds' worth of the rate.
    private static final int BURST_SECONDS = 2;

    private final EdgeLimits limits;
    private final ConcurrentHashMap<String, Remote> byAddress = new ConcurrentHashMap<>();
    private final Remote others;

    Remotes(EdgeLimits limits) {
        this.limits = limits;
        others = new Remote();
    }

    /// Calls of one address share it.
    Remote of(InetAddress address) {
        String key = key(address);
        Remote known = byAddress.get(key);
        if (known != null) {
            return known;
        }
        return byAddress.size() >= MAX_ADDRESSES ? others : byAddress.computeIfAbsent(key, k -> new Remote());
    }

    /// One client has a whole /64 of IPv6 addresses.
    private static String key(InetAddress address) {
        byte[] bytes = address.getAddress();
        byte[] counted = address instanceof Inet6Address ? Arrays.copyOf(bytes, 8) : bytes;
        return HexFormat.of().formatHex(counted);
    }

    void forgetIdle(long nanoTime) {
        byAddress.values().removeIf(remote -> remote.idleSince(nanoTime) > FORGET_AFTER_NANOS);
    }

    /// One address. An object that was forgotten while somebody takes it still counts for that one:
    /// the limits are not exact, and need not be.
    final class Remote {
        private int connections;
        private int requests;
        private double tokens = (double) limits.requestsPerSecondPerAddress() * BURST_SECONDS;
        private long filled = System.nanoTime();

        /// False when there are too many; [#disconnected()] follows in either case.
        synchronized boolean connected() {
            connections++;
            return connections <= limits.connectionsPerAddress();
        }

        synchronized void disconnected() {
            connections--;
        }

        /// False when there are too many; otherwise [#finished()] follows.
        synchronized boolean begins() {
            long now = System.nanoTime();
            double rate = limits.requestsPerSecondPerAddress();
            tokens = Math.min(rate * BURST_SECONDS, tokens + (now - filled) / 1e9 * rate);
            filled = now;
            if (tokens < 1 || requests >= limits.requestsPerAddress()) {
                return false;
            }
            tokens--;
            requests++;
            return true;
        }

        synchronized void finished() {
            requests--;
        }

        private synchronized long idleSince(long nanoTime) {
            return connections > 0 || requests > 0 ? 0 : nanoTime - filled;
        }
    }
}
