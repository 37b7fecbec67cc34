package dev.virga.store;

import java.util.Arrays;

/// Versions of rows that were written or checked lately, so that checks on the rows which everybody
/// checks (leases, tables, counters) need no read. Exact, because the commit thread is the only one
/// that writes, and the only one that uses this. A newer row takes the place of an older one.
final class RecentVersions {
    static final long UNKNOWN = -1;

    private static final int SLOTS = 1 << 14;

    /// Longer keys are not kept: this bounds the memory.
    private static final int KEY_BYTES = 256;

    /// Null where nothing is kept.
    private final byte[][] keys = new byte[SLOTS][];
    private final long[] versions = new long[SLOTS];

    private static int slot(byte[] key) {
        int hash = Arrays.hashCode(key) * 0x9e3779b9;
        return hash >>> 18;
    }

    /// 0 when the row is absent, [#UNKNOWN] when it must be read.
    long find(byte[] key) {
        int slot = slot(key);
        byte[] kept = keys[slot];
        return kept != null && Arrays.equals(kept, key) ? versions[slot] : UNKNOWN;
    }

    void set(byte[] key, long version) {
        if (key.length <= KEY_BYTES) {
            int slot = slot(key);
            keys[slot] = key;
            versions[slot] = version;
        }
    }

    void forget(byte[] key) {
        if (find(key) != UNKNOWN) {
            keys[slot(key)] = null;
        }
    }

    void forgetAll() {
        Arrays.fill(keys, null);
    }
}
