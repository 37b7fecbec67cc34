package dev.virga.app.tls;

import dev.virga.http.Identities;
import dev.virga.http.Identity;
import dev.virga.http.Pem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The certificates that a server makes itself, in a folder of its own. Clients trust the
/// authority, whose certificate stays the same for twenty years; the server's is made anew when its
/// names change and a month before it ends.
///
///     ca.pem, ca-key.pem            the authority
///     server.pem, server-key.pem    the server; its file holds the authority's certificate too
public final class OwnCertificates implements Identities {
    private static final Duration RENEW_BEFORE = Duration.ofDays(30);

    private final Path folder;
    private final Collection<String> names;
    private final String region;
    private final InstantSource clock;
    private final ReentrantLock making = new ReentrantLock();
    private @Nullable Identity known;

    /// Makes nothing yet.
    ///
    /// @param names host names and IP addresses of the server beside those of the machine
    public OwnCertificates(Path folder, Collection<String> names, String region, InstantSource clock) {
        this.folder = folder;
        this.names = List.copyOf(names);
        this.region = region;
        this.clock = clock;
    }

    /// The file with the certificate that clients have to trust. Makes it when it is not there.
    public Path authorityFile() throws IOException {
        making.lock();
        try {
            authority(clock.instant());
            return folder.resolve("ca.pem");
        } finally {
            making.unlock();
        }
    }

    @Override
    public Identity current() throws IOException {
        making.lock();
        try {
            Instant now = clock.instant();
            Identity last = known;
            if (last != null && lives(last, now)) {
                return last;
            }
            Identity authority = authority(now);
            ServerNames wanted = ServerNames.of(names, region);
            Identity stored = stored("server");
            if (stored == null || !lives(stored, now) || !suits(stored, authority, wanted)) {
                stored = new CertificateMaker().server(authority, wanted, now);
                store("server", stored);
            }
            known = stored;
            return stored;
        } finally {
            making.unlock();
        }
    }

    private Identity authority(Instant now) throws IOException {
        Identity stored = stored("ca");
        if (stored == null) {
            stored = new CertificateMaker().authority(now);
            store("ca", stored);
        } else if (!stored.chain().getFirst().getNotAfter().toInstant().isAfter(now)) {
            throw new IOException("the certificate authority in " + folder + " has ended; remove ca.pem and"
                    + " ca-key.pem there, and give clients the new ca.pem");
        }
        return stored;
    }

    private static boolean lives(Identity identity, Instant now) {
        return identity.chain()
                .getFirst()
                .getNotAfter()
                .toInstant()
                .minus(RENEW_BEFORE)
                .isAfter(now);
    }

    private static boolean suits(Identity identity, Identity authority, ServerNames wanted) {
        try {
            X509Certificate own = identity.chain().getFirst();
            PublicKey issuer = authority.chain().getFirst().getPublicKey();
            own.verify(issuer);
            Set<String> covered = new HashSet<>();
            Collection<List<?>> alternatives = own.getSubjectAlternativeNames();
            if (alternatives != null) {
                alternatives.forEach(
                        name -> covered.add(String.valueOf(name.get(1)).toLowerCase(Locale.ROOT)));
            }
            // IPv6 addresses are written in another way there, so only those of version 4 are looked for.
            return covered.containsAll(wanted.hosts())
                    && wanted.addresses().stream().allMatch(a -> a.indexOf(':') >= 0 || covered.contains(a));
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /// Null when it is not there.
    private @Nullable Identity stored(String name) throws IOException {
        Path certificates = folder.resolve(name + ".pem");
        Path key = folder.resolve(name + "-key.pem");
        return Files.exists(certificates) && Files.exists(key) ? Pem.identity(certificates, key) : null;
    }

    /// The key first: a certificate without its key is made again.
    private void store(String name, Identity identity) throws IOException {
        PrivateFiles.makeFolder(folder);
        PrivateFiles.write(
                folder.resolve(name + "-key.pem"),
                Pem.text("PRIVATE KEY", identity.key().getEncoded()));
        StringBuilder chain = new StringBuilder();
        for (X509Certificate certificate : identity.chain()) {
            try {
                chain.append(Pem.text("CERTIFICATE", certificate.getEncoded()));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("a certificate without bytes", e);
            }
        }
        PrivateFiles.write(folder.resolve(name + ".pem"), chain.toString());
    }
}
