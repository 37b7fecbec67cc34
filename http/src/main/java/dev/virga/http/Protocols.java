package dev.virga.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.RateControl;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.DetectorConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.component.ContainerLifeCycle;
import org.jspecify.annotations.Nullable;

/// What a port speaks: HTTP/1.1 from the start; TLS and HTTP/2 are loaded by the first client that
/// wants them, so that they cost a server nothing which is asked for neither.
///
///     plain or TLS?   the first byte tells; or TLS only
///     TLS             ALPN: h2 or http/1.1
///     plain           HTTP/1.1; HTTP/2 by prior knowledge (PRI *) or by Upgrade: h2c
final class Protocols {
    private static final String TLS = "tls";
    private static final String ALPN = "alpn";
    private static final String H2 = "h2";
    private static final String H2C = "h2c";
    private static final String HTTP_1 = "http/1.1";

    private final HttpServerOptions options;
    private final HttpConfiguration configuration;
    private final Counters counters;
    private final boolean withTls;
    private final boolean tlsOnly;
    private final RawTargets plain;
    private final ReentrantLock loading = new ReentrantLock();
    private final Map<String, ConnectionFactory> loaded = new HashMap<>();

    /// @param withTls false for the port for this machine itself
    Protocols(HttpServerOptions options, HttpConfiguration configuration, Counters counters, boolean withTls) {
        this.options = options;
        this.configuration = configuration;
        this.counters = counters;
        this.withTls = withTls && options.identities() != null;
        tlsOnly = this.withTls && options.tlsOnly();
        plain = new RawTargets(configuration);
    }

    ConnectionFactory[] initial() {
        LaterH2c upgrade = new LaterH2c();
        if (!withTls) {
            return new ConnectionFactory[] {plain, upgrade};
        }
        LaterTls first = new LaterTls();
        return tlsOnly
                ? new ConnectionFactory[] {first, plain}
                : new ConnectionFactory[] {new DetectorConnectionFactory(first), plain, upgrade};
    }

    ConnectionFactory plain() {
        return plain;
    }

    /// @return null when there is no such protocol
    @Nullable
    ConnectionFactory later(String protocol, Connector connector) {
        loading.lock();
        try {
            ConnectionFactory known = loaded.get(protocol);
            if (known != null) {
                return known;
            }
            AbstractConnectionFactory made = made(protocol);
            if (made == null) {
                return null;
            }
            start(made, connector);
            loaded.put(protocol, made);
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            loading.unlock();
        }
    }

    /// Loads TLS now.
    ///
    /// @throws IOException with a message for the operator: the certificate cannot be used
    void warmUp(Connector connector) throws IOException {
        try {
            later(TLS, connector);
            later(ALPN, connector);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private @Nullable AbstractConnectionFactory made(String protocol) throws IOException {
        return switch (protocol) {
            case TLS -> tls();
            case ALPN -> alpn();
            case H2 -> http2(new HTTP2ServerConnectionFactory(copy()));
            case H2C -> http2(new HTTP2CServerConnectionFactory(copy()));
            default -> null;
        };
    }

    private SslConnectionFactory tls() throws IOException {
        Identities identities = options.identities();
        if (identities == null) {
            throw new IllegalStateException("this server has no TLS");
        }
        SslConnectionFactory made = new SslConnectionFactory(Tls.context(new TlsKeys(identities)), ALPN);
        made.setEnsureSecureRequestCustomizer(false);
        return made;
    }

    private static ALPNServerConnectionFactory alpn() {
        ALPNServerConnectionFactory made = new ALPNServerConnectionFactory(H2, HTTP_1);
        made.setDefaultProtocol(HTTP_1);
        return made;
    }

    /// The engine changes what it is given.
    private HttpConfiguration copy() {
        return new HttpConfiguration(configuration);
    }

    private HTTP2ServerConnectionFactory http2(HTTP2ServerConnectionFactory made) {
        made.setMaxConcurrentStreams(options.limits().streams());
        made.setConnectProtocolEnabled(false);
        made.setRateControlFactory(new RateControl.Factory() {
            @Override
            public RateControl newRateControl(EndPoint endPoint) {
                return new FrameRate(Peer.of(endPoint), counters);
            }
        });
        return made;
    }

    /// It ends with the port.
    private static void start(AbstractConnectionFactory factory, Connector connector) {
        try {
            factory.start();
        } catch (Exception e) {
            throw new IllegalStateException("a protocol does not start", e);
        }
        ((ContainerLifeCycle) connector).addBean(factory, true);
    }

    /// Stands for TLS until a client speaks it.
    private final class LaterTls extends AbstractConnectionFactory implements ConnectionFactory.Detecting {
        private static final int HANDSHAKE = 0x16;

        LaterTls() {
            super("ssl");
        }

        @Override
        public Detection detect(ByteBuffer buffer) {
            if (!buffer.hasRemaining()) {
                return Detection.NEED_MORE_BYTES;
            }
            return buffer.get(buffer.position()) == HANDSHAKE ? Detection.RECOGNIZED : Detection.NOT_RECOGNIZED;
        }

        @Override
        public Connection newConnection(Connector connector, EndPoint endPoint) {
            return Objects.requireNonNull(later(TLS, connector)).newConnection(connector, endPoint);
        }
    }

    /// Stands for HTTP/2 without TLS until a client asks for it.
    private final class LaterH2c extends AbstractConnectionFactory implements ConnectionFactory.Upgrading {
        LaterH2c() {
            super("h2c-upgrade", H2C);
        }

        @Override
        public Connection newConnection(Connector connector, EndPoint endPoint) {
            return real(connector).newConnection(connector, endPoint);
        }

        private ConnectionFactory.Upgrading real(Connector connector) {
            return (ConnectionFactory.Upgrading) Objects.requireNonNull(later(H2C, connector));
        }

        /// A request with a body stays what it is: its body would follow the upgrade.
        @Override
        public @Nullable Connection upgradeConnection(
                Connector connector, EndPoint endPoint, MetaData.Request request, HttpFields.Mutable response101) {
            boolean body =
                    request.getContentLength() > 0 || request.getHttpFields().contains(HttpHeader.TRANSFER_ENCODING);
            if (body || endPoint instanceof SslConnection.SslEndPoint) {
                return null;
            }
            MetaData.Request whole = RawTargets.whole(request, endPoint.getConnection());
            return whole == null ? null : real(connector).upgradeConnection(connector, endPoint, whole, response101);
        }
    }
}
