package dev.virga.app;

import dev.virga.app.tls.GivenCertificate;
import dev.virga.app.tls.OwnCertificates;
import dev.virga.http.Handler;
import dev.virga.http.Handlers;
import dev.virga.http.HttpServerOptions;
import dev.virga.kernel.Time;
import dev.virga.wire.HttpResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How this server meets the network.
///
///     DEVELOPMENT   one port for everything, HTTP and HTTPS; the certificate is made when asked for
///     PRODUCTION    HTTPS (or plain HTTP behind a proxy), without the admin API, which has a port
///                   of 127.0.0.1 to itself
final class Edge {
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;
    private static final String ADMIN_PATH = "/_virga/";
    private static final String HEALTH_PATH = ADMIN_PATH + "health";

    private final Options options;
    /// Null when the operator brings a certificate, or wants none.
    private final @Nullable OwnCertificates own;

    Edge(Options options, Home home, Time time) {
        this.options = options;
        Options.Transport transport = options.transport();
        boolean made = transport.certificate() == null && !transport.plainHttp();
        own = made ? new OwnCertificates(home.tls(), names(), options.region(), time) : null;
    }

    /// What the certificate is for, beside this machine's own names.
    private List<String> names() {
        List<String> names = new ArrayList<>(options.transport().hostNames());
        if (isOneAddress(options.address())) {
            names.add(options.address());
        }
        return names;
    }

    private static boolean isOneAddress(String address) {
        return !address.equals("0.0.0.0") && !address.equals("::");
    }

    HttpServerOptions http() {
        HttpServerOptions http = HttpServerOptions.listen(options.address(), options.port())
                .withLimits(options.limits())
                .withProxies(options.transport().proxies());
        Options.Transport transport = options.transport();
        Path certificate = transport.certificate();
        Path key = transport.key();
        if (options.mode() == Options.Mode.DEVELOPMENT) {
            return own == null ? http : http.withTls(own);
        }
        HttpServerOptions production = http.withOwnPort();
        if (own != null) {
            return production.withTlsOnly(own);
        }
        return certificate == null || key == null
                ? production
                : production.withTlsOnly(new GivenCertificate(certificate, key));
    }

    /// Nobody but this machine's own users gets to the admin API, token or not.
    Handlers handlers(Handler all) {
        Handler open = request ->
                request.rawPath().startsWith(ADMIN_PATH) && !request.rawPath().equals(HEALTH_PATH)
                        ? notFound()
                        : all.handle(request);
        return new Handlers(options.mode() == Options.Mode.DEVELOPMENT ? all : open, all, open);
    }

    private static HttpResponse notFound() {
        return new HttpResponse(404).body("text/plain", "not found\n".getBytes(StandardCharsets.US_ASCII));
    }

    /// Where clients find the server, by what it was told.
    String endpoint(int port) {
        return (options.tlsOnly() ? "https://" : "http://") + host() + ":" + port;
    }

    /// The same by TLS; empty when there is none.
    String tlsEndpoint(int port) {
        return options.transport().plainHttp() ? "" : "https://" + host() + ":" + port;
    }

    /// Every address that it was told it has: by all its names, with TLS and without. A proxy in
    /// front has TLS on the port that everybody has it on.
    Set<String> endpoints(int port) {
        Set<String> names = new LinkedHashSet<>(options.transport().hostNames());
        names.add(host());
        if (host().equals("127.0.0.1")) {
            names.add("localhost");
        }
        Set<String> all = new LinkedHashSet<>();
        for (String name : names) {
            String host = inUrl(name);
            if (!options.tlsOnly()) {
                all.add("http://" + host + (port == HTTP_PORT ? "" : ":" + port));
            }
            boolean usual = options.transport().plainHttp() || port == HTTPS_PORT;
            all.add("https://" + host + (usual ? "" : ":" + port));
        }
        return all;
    }

    private static String inUrl(String host) {
        return host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
    }

    private String host() {
        List<String> given = options.transport().hostNames();
        String host =
                !given.isEmpty() ? given.getFirst() : isOneAddress(options.address()) ? options.address() : "127.0.0.1";
        return inUrl(host);
    }

    /// The file with the certificate that clients have to trust, made when it is not there; null
    /// when the server makes none.
    @Nullable
    Path authorityFile() throws IOException {
        return own == null ? null : own.authorityFile();
    }
}
