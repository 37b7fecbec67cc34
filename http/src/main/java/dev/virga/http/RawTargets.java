package dev.virga.http;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.jspecify.annotations.Nullable;

/// Makes connections that keep the request target as it was sent. The engine would refuse targets
/// that no path of a file system could have (`/..`, `/%`, `/%00`), all of which are good names of
/// objects, so it gets to see `/` only.
final class RawTargets extends HttpConnectionFactory {
    RawTargets(HttpConfiguration configuration) {
        super(configuration);
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
        return configure(new RawConnection(getHttpConfiguration(), connector, endPoint), connector, endPoint);
    }

    /// Target of the request that is being handled: path and perhaps `?` and query, always with a
    /// `/` in front. Over HTTP/2 it is what the engine made of it, which takes no `%` alone.
    static String target(Request request) {
        if (request.getConnectionMetaData() instanceof RawConnection raw) {
            return raw.target;
        }
        String target = request.getHttpURI().getPathQuery();
        return target == null || !target.startsWith("/") ? "/" : RawConnection.clean(target);
    }

    /// A request that goes on over HTTP/2, with its target. Null when HTTP/2 cannot hold that.
    static MetaData.@Nullable Request whole(MetaData.Request request, Connection connection) {
        if (!(connection instanceof RawConnection raw)
                || !request.getHttpURI().getPath().equals("/")) {
            // `PRI *` has no target.
            return request;
        }
        try {
            return new MetaData.Request(
                    request.getBeginNanoTime(),
                    request.getMethod(),
                    HttpURI.build(request.getHttpURI()).pathQuery(raw.target).asImmutable(),
                    request.getHttpVersion(),
                    request.getHttpFields(),
                    request.getContentLength());
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /// One request at a time: the next one is parsed only after the handler has returned, so one
    /// field is enough.
    private static final class RawConnection extends HttpConnection {
        private volatile String target = "/";

        RawConnection(HttpConfiguration configuration, Connector connector, EndPoint endPoint) {
            super(configuration, connector, endPoint);
        }

        @Override
        public void onFillable() {
            Peer.of(getEndPoint()).headBegins();
            super.onFillable();
        }

        @Override
        protected HttpStreamOverHTTP1 newHttpStream(String method, String uri, HttpVersion version) {
            if (uri.startsWith("/")) {
                target = clean(uri);
                return super.newHttpStream(method, "/", version);
            }
            int scheme = uri.indexOf("://");
            int path = scheme < 0 ? -1 : uri.indexOf('/', scheme + 3);
            if (path > 0) {
                target = clean(uri.substring(path));
                return super.newHttpStream(method, uri.substring(0, path) + "/", version);
            }
            target = "/";
            return super.newHttpStream(method, uri, version);
        }

        /// Without a fragment, and with bytes that no URI may hold percent-encoded.
        private static String clean(String uri) {
            int fragment = uri.indexOf('#');
            String whole = fragment < 0 ? uri : uri.substring(0, fragment);
            for (int i = 0; i < whole.length(); i++) {
                if (whole.charAt(i) > 0x7e) {
                    return encoded(whole);
                }
            }
            return whole;
        }

        private static String encoded(String text) {
            StringBuilder out = new StringBuilder(text.length() + 32);
            for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
                if (b > 0 && b < 0x7f) {
                    out.append((char) b);
                } else {
                    out.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
                }
            }
            return out.toString();
        }
    }
}
