package dev.virga.http;

import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/// TLS 1.3 and 1.2 as the JDK does it.
final class Tls {
    /// Sessions that clients may resume.
    private static final int SESSIONS = 10_000;
    private static final int SESSION_SECONDS = 3_600;

    private Tls() {}

    static SslContextFactory.Server context(TlsKeys keys) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {keys}, null, null);
            SslContextFactory.Server server = new SslContextFactory.Server();
            server.setSslContext(context);
            server.setIncludeProtocols("TLSv1.3", "TLSv1.2");
            // Without forward secrecy, or without authenticated encryption.
            server.addExcludeCipherSuites("^TLS_RSA_.*$", "^.*_CBC_.*$", "^TLS_DHE_.*$", "^.*_(MD5|SHA)$");
            server.setRenegotiationAllowed(false);
            server.setSslSessionCacheSize(SESSIONS);
            server.setSslSessionTimeout(SESSION_SECONDS);
            return server;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no TLS", e);
        }
    }
}
