package dev.virga.http;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/// An HTTP server on one port, or on two: see [HttpServerOptions]. Requests run on virtual threads;
/// a few platform threads watch the connections.
public final class HttpServer implements AutoCloseable {
    /// Room for the answer's headers: S3 metadata and cookies of functions stay far below it.
    private static final int MAX_RESPONSE_HEADER_BYTES = 64 << 10;
    /// Connections that the system accepted and this server has not taken yet.
    private static final int LISTEN_QUEUE = 1024;
    /// Body bytes read and thrown away so that a connection can be used again; when more is left it
    /// is closed.
    private static final int MAX_READS_TO_DRAIN = 16;
    /// Platform threads: one accepts, the others watch connections and lend themselves to the
    /// engine.
    private static final int MAX_ENGINE_THREADS = 32;

    private final Server server;
    private final EdgeConnector connector;
    private final EdgeConnector own;
    private final Adopted adopted;
    private final Counters counters;

    private HttpServer(Server server, EdgeConnector connector, EdgeConnector own, Adopted adopted, Counters counters) {
        this.server = server;
        this.connector = connector;
        this.own = own;
        this.adopted = adopted;
        this.counters = counters;
    }

    /// See [#start(HttpServerOptions, Handlers)]; one handler for whatever comes.
    public static HttpServer start(HttpServerOptions options, Handler handler) throws IOException {
        return start(options, Handlers.all(handler));
    }

    /// Listens when it returns.
    ///
    /// @throws IOException when the address cannot be used, e.g. because the port is taken, or the
    ///     certificate
    public static HttpServer start(HttpServerOptions options, Handlers handlers) throws IOException {
        EdgeLimits limits = options.limits();
        Counters counters = new Counters();
        Remotes remotes = new Remotes(limits);
        Proxies proxies = new Proxies(options.proxies());
        SlowClients slowClients = new SlowClients(limits, counters);
        Server server = new Server(threads());
        server.setStopTimeout(options.stopTimeout().toMillis());
        server.setErrorHandler(new PlainErrors(counters));
        server.setHandler(new GracefulHandler(
                new Exchange(handlers, limits, counters, slowClients, new Clients(proxies, remotes))));
        HttpConfiguration configuration = configuration(limits);
        Protocols protocols = new Protocols(options, configuration, counters, true);
        EdgeConnector connector =
                new EdgeConnector(server, selectors(), Via.NETWORK, limits, remotes, proxies, counters, protocols);
        connector.setHost(options.address());
        connector.setPort(options.port());
        connector.setAcceptQueueSize(LISTEN_QUEUE);
        Adopted adopted = new Adopted();
        connector.addBean(adopted);
        server.addConnector(connector);
        EdgeConnector own = connector;
        if (options.ownPort()) {
            Protocols plain = new Protocols(options, configuration, counters, false);
            own = new EdgeConnector(server, 1, Via.OWN, limits, remotes, proxies, counters, plain);
            own.setHost("127.0.0.1");
            server.addConnector(own);
        }
        server.addBean(new NetworkConnectionLimit(limits.connections(), connector));
        start(server);
        if (options.tlsOnly()) {
            warmUp(server, protocols, connector);
        }
        slowClients.watch(
                connector.getScheduler(), own == connector ? List.of(connector) : List.of(connector, own), remotes);
        return new HttpServer(server, connector, own, adopted, counters);
    }

    private static QueuedThreadPool threads() {
        QueuedThreadPool threads = new QueuedThreadPool(MAX_ENGINE_THREADS, 4);
        threads.setName("http");
        threads.setReservedThreads(0);
        threads.setDaemon(true);
        threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("request-"));
        return threads;
    }

    private static int selectors() {
        return Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, 4);
    }

    private static void start(Server server) throws IOException {
        try {
            server.start();
        } catch (IOException e) {
            stop(server);
            throw e;
        } catch (Exception e) {
            stop(server);
            throw new IllegalStateException("the HTTP server does not start", e);
        }
    }

    private static void warmUp(Server server, Protocols protocols, EdgeConnector connector) throws IOException {
        try {
            protocols.warmUp(connector);
        } catch (IOException e) {
            stop(server);
            throw e;
        }
    }

    private static HttpConfiguration configuration(EdgeLimits limits) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setRequestHeaderSize(limits.headerBytes());
        http.setResponseHeaderSize(MAX_RESPONSE_HEADER_BYTES);
        http.setMaxResponseHeaderSize(MAX_RESPONSE_HEADER_BYTES);
        http.setMaxUnconsumedRequestContentReads(MAX_READS_TO_DRAIN);
        http.setHttpCompliance(HttpCompliance.RFC9110);
        // Paths are the handlers' business: see RawTargets.
        http.setUriCompliance(UriCompliance.UNSAFE);
        return http;
    }

    /// The port it listens on.
    public int port() {
        return connector.getLocalPort();
    }

    /// The port for this machine itself, in plain HTTP; the same as [#port()] unless the options
    /// ask for one of its own.
    public int ownPort() {
        return own.getLocalPort();
    }

    public EdgeCounts counts() {
        return counters.now();
    }

    /// Serves a connection that was accepted elsewhere, e.g. inside a sandbox's network namespace,
    /// and returns when it is closed, so that its owner can count what is open. The channel belongs
    /// to the server from now on.
    public void adopt(SocketChannel accepted) throws IOException {
        accepted.configureBlocking(false);
        accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
        CountDownLatch closed = adopted.expect(accepted);
        connector.getSelectorManager().accept(accepted, EdgeConnector.ADOPTED);
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            accepted.close();
        }
    }

    /// The connections that were adopted and are open.
    private static final class Adopted implements Connection.Listener {
        private final Map<Object, CountDownLatch> open = new ConcurrentHashMap<>();

        CountDownLatch expect(SocketChannel channel) {
            CountDownLatch closed = new CountDownLatch(1);
            open.put(channel, closed);
            return closed;
        }

        @Override
        public void onOpened(Connection connection) {}

        @Override
        public void onClosed(Connection connection) {
            CountDownLatch closed = open.remove(connection.getEndPoint().getTransport());
            if (closed != null) {
                closed.countDown();
            }
        }
    }

    /// Accepts nothing more, lets running requests end within the stop timeout, then closes every
    /// connection.
    @Override
    public void close() {
        stop(server);
    }

    private static void stop(Server server) {
        try {
            server.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            // A request did not end in time: its connection is closed all the same.
            System.getLogger(HttpServer.class.getName())
                    .log(System.Logger.Level.WARNING, "the HTTP server was stopped with requests running: {0}", e);
        }
    }
}
