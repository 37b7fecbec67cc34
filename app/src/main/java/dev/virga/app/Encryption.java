package dev.virga.app;

import dev.virga.kernel.crypto.RootKeys;
import dev.virga.kernel.crypto.Seals;
import dev.virga.store.Store;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicBoolean;

/// Brings the root key and the store together, and changes the root key.
///
/// A rotation has three steps, each complete or not done at all, and a start after a crash goes on
/// where it ended: the file holds a new key before the old; every data key is wrapped again; the
/// file holds the new key only.
final class Encryption {
    private static final System.Logger LOG = System.getLogger(Encryption.class.getName());

    private final RootKeyFile file;
    private final Seals seals;
    private final AtomicBoolean rotating = new AtomicBoolean();

    private Encryption(RootKeyFile file, Seals seals) {
        this.file = file;
        this.seals = seals;
    }

    /// @throws IOException with a message for the operator
    static Encryption open(Store store, RootKeyFile file) throws IOException {
        RootKeys roots = file.read(Seals.isSealed(store));
        Encryption opened = new Encryption(file, Seals.open(store, roots, new SecureRandom()));
        if (roots.size() > 1) {
            opened.finish(roots);
        }
        return opened;
    }

    Seals seals() {
        return seals;
    }

    /// @return how many data keys were wrapped again
    /// @throws IOException with a message for the operator
    int rotate() throws IOException {
        if (!file.isOwn()) {
            throw new IOException("the root key comes from the environment: start the server with the new key,"
                    + " followed by a comma (in a file: a new line) and the old one");
        }
        if (!rotating.compareAndSet(false, true)) {
            throw new IOException("the root key is being changed already");
        }
        try {
            return finish(file.addFresh());
        } finally {
            rotating.set(false);
        }
    }

    private int finish(RootKeys roots) throws IOException {
        int count = seals.rewrap(roots);
        if (file.isOwn()) {
            file.forgetFormer();
        }
        LOG.log(System.Logger.Level.INFO, "the root key is changed: {0} data keys are wrapped with the new one", count);
        return count;
    }
}
