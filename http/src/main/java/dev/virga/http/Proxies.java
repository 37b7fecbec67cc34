package dev.virga.http;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The proxies whose word is taken for who the client is: `X-Forwarded-For` and
/// `X-Forwarded-Proto`. From anybody else these headers mean nothing.
final class Proxies {
    /// Addresses in a chain of proxies; what comes before them is not looked at.
    private static final int MAX_HOPS = 16;

    private final Set<InetAddress> trusted = new HashSet<>();

    /// @param addresses IP addresses, never names
    Proxies(Iterable<String> addresses) {
        addresses.forEach(address -> trusted.add(InetAddress.ofLiteral(address)));
    }

    boolean trusts(@Nullable InetAddress address) {
        return address != null && trusted.contains(address);
    }

    /// The last address of the chain that is no trusted proxy, or null when there is none.
    ///
    /// @param chain the values of `X-Forwarded-For` in their order
    @Nullable
    InetAddress client(List<String> chain) {
        String[] hops = String.join(",", chain).split(",", -1);
        for (int i = hops.length - 1; i >= Math.max(0, hops.length - MAX_HOPS); i--) {
            InetAddress hop = address(hops[i].strip());
            if (hop == null || !trusted.contains(hop)) {
                return hop;
            }
        }
        return null;
    }

    private static @Nullable InetAddress address(String text) {
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
