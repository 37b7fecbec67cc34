package dev.virga.http;

import java.io.IOException;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// Hands the current identity to TLS. Looks for a newer one while connections come, at most every
/// few seconds, beside them.
final class TlsKeys extends X509ExtendedKeyManager {
    private static final long LOOK_AGAIN_NANOS = 10_000_000_000L;
    private static final System.Logger LOG = System.getLogger(TlsKeys.class.getName());

    private final Identities identities;
    private final AtomicLong looked = new AtomicLong(System.nanoTime());
    private volatile Generations generations;

    /// A handshake that began with the older one ends with it.
    private record Generations(int number, Identity newest, Identity before) {
        Identity of(String alias) {
            return alias.endsWith(" " + number) ? newest : before;
        }
    }

    TlsKeys(Identities identities) throws IOException {
        this.identities = identities;
        Identity first = identities.current();
        generations = new Generations(1, first, first);
    }

    private void lookAgain() {
        long last = looked.get();
        long now = System.nanoTime();
        if (now - last < LOOK_AGAIN_NANOS || !looked.compareAndSet(last, now)) {
            return;
        }
        Thread.ofPlatform().daemon().name("certificate").start(this::renew);
    }

    private void renew() {
        try {
            Identity newer = identities.current();
            Generations known = generations;
            if (!newer.chain().equals(known.newest.chain())) {
                generations = new Generations(known.number + 1, newer, known.newest);
                LOG.log(System.Logger.Level.INFO, "TLS uses the certificate that is valid until {0}", until(newer));
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.ERROR, "TLS goes on with the certificate it has: {0}", e.getMessage());
        }
    }

    private static String until(Identity identity) {
        return identity.chain().getFirst().getNotAfter().toInstant().toString();
    }

    private @Nullable String alias(@Nullable String keyType) {
        lookAgain();
        Generations known = generations;
        String algorithm = known.newest.key().getAlgorithm();
        boolean fits = keyType != null && (keyType.equals(algorithm) || keyType.startsWith(algorithm + "_"));
        return fits ? algorithm + " " + known.number : null;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            @Nullable String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return alias(keyType);
    }

    @Override
    public @Nullable String chooseServerAlias(
            @Nullable String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return alias(keyType);
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return generations.of(alias).chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return generations.of(alias).key();
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        String alias = alias(keyType);
        return alias == null ? null : new String[] {alias};
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }
}
