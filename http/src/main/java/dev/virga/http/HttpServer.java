package dev.virga.http;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/// An HTTP/1.1 server on one port. Requests run on virtual threads; a few platform threads watch
/// the connections.
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
    private final ServerConnector connector;
    private final Adopted adopted;

    private HttpServer(Server server, ServerConnector connector, Adopted adopted) {
        this.server = server;
        this.connector = connector;
        this.adopted = adopted;
    }

    /// Listens when it returns.
    ///
    /// @throws IOException when the address cannot be used, e.g. because the port is taken
    public static HttpServer start(HttpServerOptions options, Handler handler) throws IOException {
        QueuedThreadPool threads = new QueuedThreadPool(MAX_ENGINE_THREADS, 4);
        threads.setName("http");
        threads.setReservedThreads(0);
        threads.setDaemon(true);
        threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("request-"));
        Server server = new Server(threads);
        server.setStopTimeout(options.stopTimeout().toMillis());
        server.setErrorHandler(new PlainErrors());
        server.setHandler(new GracefulHandler(new Exchange(handler, options.maxHeaderLineBytes())));
        int selectors = Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, 4);
        ServerConnector connector = new ServerConnector(server, 1, selectors, new RawTargets(configuration(options)));
        connector.setHost(options.address());
        connector.setPort(options.port());
        connector.setAcceptQueueSize(LISTEN_QUEUE);
        connector.setIdleTimeout(options.idleTimeout().toMillis());
        Adopted adopted = new Adopted();
        connector.addBean(adopted);
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(options.maxConnections(), server));
        try {
            server.start();
        } catch (IOException e) {
            stop(server);
            throw e;
        } catch (Exception e) {
            stop(server);
            throw new IllegalStateException("the HTTP server does not start", e);
        }
        return new HttpServer(server, connector, adopted);
    }

    private static HttpConfiguration configuration(HttpServerOptions options) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setRequestHeaderSize(options.maxHeaderBytes());
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

    /// Serves a connection that was accepted elsewhere, e.g. inside a sandbox's network namespace,
    /// and returns when it is closed, so that its owner can count what is open. The channel belongs
    /// to the server from now on.
    public void adopt(SocketChannel accepted) throws IOException {
        accepted.configureBlocking(false);
        accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
        CountDownLatch closed = adopted.expect(accepted);
        connector.getSelectorManager().accept(accepted);
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
