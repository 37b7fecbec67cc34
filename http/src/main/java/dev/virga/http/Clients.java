package dev.virga.http;

import java.net.InetAddress;
import java.util.List;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/// Who a request is from: whoever is at the other end of the connection, or whoever a trusted proxy
/// says.
final class Clients {
    /// @param address IP address
    /// @param secure came to the server, or to its proxy, by TLS
    /// @param remote null when limits by address do not apply
    record Client(String address, boolean secure, Remotes.@Nullable Remote remote) {}

    private final Proxies proxies;
    private final Remotes remotes;

    Clients(Proxies proxies, Remotes remotes) {
        this.proxies = proxies;
        this.remotes = remotes;
    }

    Client of(Peer peer, Request request) {
        if (peer.via == Via.NETWORK && proxies.trusts(peer.address())) {
            InetAddress client = proxies.client(request.getHeaders().getValuesList("X-Forwarded-For"));
            if (client != null) {
                List<String> schemes = request.getHeaders().getValuesList("X-Forwarded-Proto");
                boolean secure = !schemes.isEmpty() && schemes.getLast().equalsIgnoreCase("https");
                return new Client(client.getHostAddress(), secure, remotes.of(client));
            }
        }
        return new Client(Request.getRemoteAddr(request), request.isSecure(), peer.remote);
    }
}
