package dev.virga.store;

import dev.virga.store.Store.Committed;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/// The results of committed transactions that carried an id, remembered in the same batch as their
/// writes. Ids get ordinals without gaps, so that the oldest is found by a point read, and their
/// number is known without counting. Used by the commit thread only.
final class Outcomes {
    /// How many old ones one batch forgets at most: what it adds, and some more to catch up.
    private static final int CATCH_UP = 64;

    private final RocksDB db;
    private final InstantSource clock;
    private long oldest;
    private long next;

    /// When the oldest one was remembered; null when not yet looked up.
    private @Nullable Long oldestMillis;

    /// @param state as [#saveTo] wrote it, zeros at the very first start
    Outcomes(RocksDB db, InstantSource clock, byte[] state) {
        this.db = db;
        this.clock = clock;
        oldest = Layout.getLong(state, Long.BYTES);
        next = Layout.getLong(state, 2 * Long.BYTES);
    }

    void saveTo(byte[] state) {
        Layout.putLong(state, Long.BYTES, oldest);
        Layout.putLong(state, 2 * Long.BYTES, next);
    }

    /// What the transaction answered when it was committed, null when that is not known.
    @Nullable
    Committed find(byte[] idKey, Overlay batch) throws RocksDBException {
        byte[] stored = batch.find(idKey);
        if (stored == null) {
            stored = db.get(idKey);
        }
        return stored == null ? null : decode(stored);
    }

    void remember(byte[] idKey, Committed committed, WriteBatch writes, Overlay batch) throws RocksDBException {
        byte[] stored = encode(committed);
        writes.put(idKey, stored);
        batch.put(idKey, stored);
        byte[] entry = new byte[1 + Long.BYTES + idKey.length];
        entry[0] = Layout.FORMAT;
        Layout.putLong(entry, 1, clock.millis());
        System.arraycopy(idKey, 0, entry, 1 + Long.BYTES, idKey.length);
        writes.put(Layout.ordinalKey(next++), entry);
    }

    /// Adds the deletion of what is too old or too much to the batch.
    ///
    /// @param added how many the batch remembered
    void forget(int added, WriteBatch writes) throws RocksDBException {
        long tooOld = clock.millis() - Store.ID_AGE.toMillis();
        for (int i = 0; i < added + CATCH_UP && oldest < next - added; i++) {
            boolean tooMany = next - oldest > Store.IDS_REMEMBERED;
            if (!tooMany && oldestMillis != null && oldestMillis >= tooOld) {
                return;
            }
            byte[] key = Layout.ordinalKey(oldest);
            byte[] entry = db.get(key);
            if (entry == null) {
                throw new IllegalStateException("no transaction is remembered as number " + oldest);
            }
            oldestMillis = Layout.getLong(entry, 1);
            if (!tooMany && oldestMillis >= tooOld) {
                return;
            }
            writes.delete(key);
            writes.delete(Arrays.copyOfRange(entry, 1 + Long.BYTES, entry.length));
            oldest++;
            oldestMillis = null;
        }
    }

    private static byte[] encode(Committed committed) {
        byte[] stored = new byte[1 + Long.BYTES * (1 + committed.appended().size())];
        stored[0] = Layout.FORMAT;
        Layout.putLong(stored, 1, committed.version());
        int at = 1 + Long.BYTES;
        for (long sequence : committed.appended()) {
            Layout.putLong(stored, at, sequence);
            at += Long.BYTES;
        }
        return stored;
    }

    private static Committed decode(byte[] stored) {
        List<Long> appended = new ArrayList<>();
        for (int at = 1 + Long.BYTES; at < stored.length; at += Long.BYTES) {
            appended.add(Layout.getLong(stored, at));
        }
        return new Committed(Layout.getLong(stored, 1), List.copyOf(appended));
    }
}
