package dev.virga.http;

import java.net.InetAddress;
import java.util.List;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/// Who a request is from: whoever is at the other end of the connection, or whoever a trusted proxy
/// says.
final class Clients {
    /// @param address IP address
    /// @param secure came to the server, or to its proxy, by TLS
    /// @param tls version of it, e.g. `1.3`; null without, and when it ended at a proxy
    /// @param remote null when limits by address do not apply
    record Client(String address, boolean secure, @Nullable String tls, Remotes.@Nullable Remote remote) {}

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
                return new Client(client.getHostAddress(), secure, null, remotes.of(client));
            }
        }
        return new Client(Request.getRemoteAddr(request), request.isSecure(), tls(request), peer.remote);
    }

    private static @Nullable String tls(Request request) {
        EndPoint.SslSessionData session =
                request.getConnectionMetaData().getConnection().getEndPoint().getSslSessionData();
        if (session == null || session.sslSession() == null) {
            return null;
        }
        String protocol = session.sslSession().getProtocol();
        return protocol.startsWith("TLSv") ? protocol.substring("TLSv".length()) : null;
    }
}
