package dev.virga.http;

import java.net.InetAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/// One TCP connection: who is there, by which way, and until when the head of a request has to be
/// complete.
final class Peer extends SocketChannelEndPoint {
    private static final long NONE = 0;

    final Via via;
    /// Null when limits by address do not apply to it.
    final Remotes.@Nullable Remote remote;
    private final @Nullable InetAddress address;
    private final long headNanos;
    private volatile long headDeadline;
    private volatile boolean doomed;

    Peer(
            SocketChannel channel,
            ManagedSelector selector,
            SelectionKey key,
            Scheduler scheduler,
            Via via,
            Remotes remotes,
            Proxies proxies,
            long headNanos) {
        super(channel, selector, key, scheduler);
        this.via = via;
        address = channel.socket().getInetAddress();
        boolean counted =
                via == Via.NETWORK && address != null && !address.isLoopbackAddress() && !proxies.trusts(address);
        remote = counted ? remotes.of(address) : null;
        this.headNanos = headNanos;
        headBegins();
    }

    /// The connection below TLS and whatever else.
    static Peer of(EndPoint endPoint) {
        EndPoint lowest = endPoint;
        while (lowest instanceof EndPoint.Wrapper wrapper) {
            lowest = wrapper.unwrap();
        }
        if (lowest instanceof Peer peer) {
            return peer;
        }
        throw new IllegalStateException("not a connection of this server: " + lowest);
    }

    /// Null when it has gone.
    @Nullable
    InetAddress address() {
        return address;
    }

    void headBegins() {
        if (headDeadline == NONE) {
            long deadline = System.nanoTime() + headNanos;
            headDeadline = deadline == NONE ? 1 : deadline;
        }
    }

    void headComplete() {
        headDeadline = NONE;
    }

    /// Whether the client took too long.
    boolean late(long nanoTime) {
        long deadline = headDeadline;
        if (deadline == NONE || nanoTime - deadline < 0) {
            return false;
        }
        if (betweenRequests()) {
            headDeadline = NONE;
            return false;
        }
        return true;
    }

    /// The engine says goodbye to a client that harms it, but now and then waits for ever until it
    /// has ended its requests: so the connection is closed at the next look, whatever it does.
    void doom() {
        doomed = true;
    }

    boolean isDoomed() {
        return doomed;
    }

    void cutOff(String why) {
        close(new TimeoutException(why));
    }

    /// Then the idle timeout applies. Not so while TLS is being agreed on.
    private boolean betweenRequests() {
        Connection connection = getConnection();
        if (connection instanceof SslConnection tls) {
            connection = tls.getSslEndPoint().getConnection();
        }
        return switch (connection) {
            case HttpConnection http -> http.getParser().isStart();
            // HTTP/2: its streams have their own timeouts.
            case Connection other -> other.getClass().getName().startsWith("org.eclipse.jetty.http2.");
            case null -> false;
        };
    }
}
