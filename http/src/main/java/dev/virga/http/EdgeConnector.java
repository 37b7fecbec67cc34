package dev.virga.http;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/// A port, and the connections that came by it or were adopted. Counts them, and closes those that
/// are too many for their address.
final class EdgeConnector extends ServerConnector {
    /// Marks a channel that was accepted elsewhere.
    static final Object ADOPTED = new Object();

    private final Via via;
    private final EdgeLimits limits;
    private final Remotes remotes;
    private final Proxies proxies;
    private final Counters counters;
    private final Protocols protocols;

    EdgeConnector(
            Server server,
            int selectors,
            Via via,
            EdgeLimits limits,
            Remotes remotes,
            Proxies proxies,
            Counters counters,
            Protocols protocols) {
        super(server, 1, selectors, protocols.initial());
        this.via = via;
        this.limits = limits;
        this.remotes = remotes;
        this.proxies = proxies;
        this.counters = counters;
        this.protocols = protocols;
        setIdleTimeout(limits.idleTimeout().toMillis());
    }

    /// Also finds the protocols that are loaded when they are needed.
    @Override
    public @Nullable ConnectionFactory getConnectionFactory(String protocol) {
        ConnectionFactory known = super.getConnectionFactory(protocol);
        return known == null ? protocols.later(protocol, this) : known;
    }

    @Override
    protected SocketChannelEndPoint newEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key) {
        Via way = key.attachment() == ADOPTED ? Via.FUNCTION : via;
        Peer peer = new Peer(
                channel,
                selector,
                key,
                getScheduler(),
                way,
                remotes,
                proxies,
                limits.headTimeout().toNanos());
        peer.setIdleTimeout(getIdleTimeout());
        return peer;
    }

    @Override
    protected void onEndPointOpened(EndPoint endPoint) {
        super.onEndPointOpened(endPoint);
        counters.connections.incrementAndGet();
        Remotes.Remote remote = Peer.of(endPoint).remote;
        if (remote != null && !remote.connected()) {
            counters.tooManyConnections.increment();
            endPoint.close();
        }
    }

    @Override
    protected void onEndPointClosed(EndPoint endPoint) {
        super.onEndPointClosed(endPoint);
        counters.connections.decrementAndGet();
        Remotes.Remote remote = Peer.of(endPoint).remote;
        if (remote != null) {
            remote.disconnected();
        }
    }

    @Override
    protected SelectorManager newSelectorManager(Executor executor, Scheduler scheduler, int selectors) {
        return new ServerConnectorManager(executor, scheduler, selectors) {
            /// Functions speak plain HTTP, also to a server that is TLS to everybody else.
            @Override
            public Connection newConnection(SelectableChannel channel, EndPoint endPoint, @Nullable Object attachment)
                    throws IOException {
                return attachment == ADOPTED
                        ? protocols.plain().newConnection(EdgeConnector.this, endPoint)
                        : super.newConnection(channel, endPoint, attachment);
            }
        };
    }
}
