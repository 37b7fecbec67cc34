package dev.virga.app.tls;

import dev.virga.http.Identities;
import dev.virga.http.Identity;
import dev.virga.http.Pem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The operator's own certificate, read again when one of its files changes.
public final class GivenCertificate implements Identities {
    private final Path certificates;
    private final Path key;
    private final ReentrantLock reading = new ReentrantLock();
    private @Nullable Read known;

    /// @param stamp tells other contents of the files
    private record Read(Stamp stamp, Identity identity) {}

    private record Stamp(FileTime certificates, FileTime key, long sizes) {}

    /// @param certificates the server's first, then those that lead to its authority
    public GivenCertificate(Path certificates, Path key) {
        this.certificates = certificates;
        this.key = key;
    }

    /// @throws IOException also while the files do not fit together, e.g. in the middle of a
    ///     renewal
    @Override
    public Identity current() throws IOException {
        reading.lock();
        try {
            Stamp stamp = stamp();
            Read last = known;
            if (last == null || !last.stamp.equals(stamp)) {
                last = new Read(stamp, Pem.identity(certificates, key));
                known = last;
            }
            return last.identity;
        } finally {
            reading.unlock();
        }
    }

    private Stamp stamp() throws IOException {
        for (Path file : new Path[] {certificates, key}) {
            if (!Files.isReadable(file)) {
                throw new IOException("cannot read " + file);
            }
        }
        return new Stamp(
                Files.getLastModifiedTime(certificates),
                Files.getLastModifiedTime(key),
                Files.size(certificates) * 31 + Files.size(key));
    }
}
