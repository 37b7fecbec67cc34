package dev.virga.kernel.crypto;

import dev.virga.store.Store;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.AEADBadTagException;
import org.jspecify.annotations.Nullable;

/// Envelope encryption of what is stored: each purpose (`kms`, `secretsmanager` …) has data keys of
/// its own, made when they are first used and stored wrapped with the root key.
///
///     root key (outside the store)  wraps  data keys (in the store)  seal  values (in the store)
///
/// So a new root key wraps a few data keys again ([#rewrap]), and no value is touched. Data keys
/// carry a version, which sealed values name.
///
/// Any thread may call it.
public final class Seals {
    /// Sealed at the first start; it tells at once whether a root key is the right one.
    private static final String CHECK = "check";

    private static final int FIRST_VERSION = 1;
    private static final int MAX_ATTEMPTS = 10;

    private final DataKeyTable table;
    private volatile RootKeys roots;
    private final SecureRandom random;
    private final Map<String, Seal> seals = new ConcurrentHashMap<>();

    private Seals(DataKeyTable table, RootKeys roots, SecureRandom random) {
        this.table = table;
        this.roots = roots;
        this.random = random;
    }

    /// @throws WrongRootKey when the store was made with another root key
    public static Seals open(Store store, RootKeys roots, SecureRandom random) throws WrongRootKey {
        Seals seals = new Seals(new DataKeyTable(store), roots, random);
        DataKeyTable.Wrapped check = seals.table.find(CHECK, FIRST_VERSION);
        if (check == null) {
            Arrays.fill(seals.dataKey(CHECK, FIRST_VERSION), (byte) 0);
        } else if (!roots.has(check.rootKeyId())) {
            throw new WrongRootKey("the root key is not the one that this store was made with (that has the id "
                    + check.rootKeyId() + ", the one given " + roots.current()
                    + "). Give the right one: without it nothing that is encrypted can be read");
        } else {
            Arrays.fill(seals.unwrap(check), (byte) 0);
        }
        return seals;
    }

    /// Whether this store was opened with a root key before.
    public static boolean isSealed(Store store) {
        return new DataKeyTable(store).find(CHECK, FIRST_VERSION) != null;
    }

    /// Seals the values of one service.
    ///
    /// @param purpose e.g. `kms`; never given to another service
    public Seal of(String purpose) {
        return seals.computeIfAbsent(purpose, p -> new Seal(p, this::dataKey, random));
    }

    /// 32 random bytes that stay the same for the life of the store, for what is derived rather
    /// than sealed, e.g. signatures of session tokens.
    public byte[] secret(String name) {
        return dataKey("secret/" + name, FIRST_VERSION);
    }

    /// The same, for a secret that existed before the store kept it.
    public byte[] secret(String name, byte[] before) {
        return dataKey("secret/" + name, FIRST_VERSION, before);
    }

    /// Uses `next` from now on and wraps every data key with its current key; the ones before are
    /// not needed any more when it returns. It may be cut short at any point and begun again.
    ///
    /// @param next has the keys before as well
    /// @return how many were wrapped again
    public int rewrap(RootKeys next) {
        roots = next;
        // First of all: whoever still wraps a new data key with a former root key fails from now on, and every
        // data key that was made before is found below.
        int count = rewrap(table.find(CHECK, FIRST_VERSION), next);
        for (DataKeyTable.Wrapped wrapped : table.all()) {
            count += rewrap(wrapped, next);
        }
        return count;
    }

    private int rewrap(DataKeyTable.@Nullable Wrapped found, RootKeys next) {
        DataKeyTable.Wrapped before = found;
        while (before != null && !before.rootKeyId().equals(next.current())) {
            byte[] key = unwrap(before);
            boolean done = table.replace(before, wrap(before.purpose(), before.version(), key, next));
            Arrays.fill(key, (byte) 0);
            if (done) {
                return 1;
            }
            before = table.find(before.purpose(), before.version());
        }
        return 0;
    }

    /// The data key, made now when it is the first of its purpose.
    private byte[] dataKey(String purpose, int version) {
        byte[] fresh = new byte[PerMessageGcm.KEY_BYTES];
        random.nextBytes(fresh);
        return dataKey(purpose, version, fresh);
    }

    private byte[] dataKey(String purpose, int version, byte[] fresh) {
        for (int i = 0; i < MAX_ATTEMPTS; i++) {
            DataKeyTable.Wrapped found = table.find(purpose, version);
            if (found != null) {
                return unwrap(found);
            }
            DataKeyTable.Wrapped check = table.find(CHECK, FIRST_VERSION);
            if (table.add(wrap(purpose, version, fresh, roots), check)) {
                return fresh;
            }
        }
        throw new IllegalStateException("the data key " + purpose + " cannot be made: is the root key changing?");
    }

    private DataKeyTable.Wrapped wrap(String purpose, int version, byte[] key, RootKeys with) {
        byte[] wrapped = with.wrap(key, DataKeyTable.context(purpose, version));
        return new DataKeyTable.Wrapped(purpose, version, with.current(), wrapped, 0);
    }

    private byte[] unwrap(DataKeyTable.Wrapped wrapped) {
        try {
            return roots.unwrap(wrapped.rootKeyId(), wrapped.bytes(), wrapped.context());
        } catch (AEADBadTagException e) {
            throw new IllegalStateException("the data key " + wrapped.context() + " in the store is damaged", e);
        }
    }
}
