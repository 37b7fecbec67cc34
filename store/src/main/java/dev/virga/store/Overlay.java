package dev.virga.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the transactions of the present batch wrote so far: the database does not show it before
/// the batch is written, but later transactions of the batch must see it. Used by the commit thread
/// only.
final class Overlay {
    /// Stands for "deleted in this batch".
    static final byte[] GONE = {};

    private record Bytes(byte[] bytes) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }
    }

    private record Range(byte[] from, byte[] to) {
        boolean holds(byte[] key) {
            return Arrays.compareUnsigned(from, key) <= 0 && Arrays.compareUnsigned(key, to) < 0;
        }
    }

    private final Map<Bytes, byte[]> written = new HashMap<>();
    private final List<Range> ranges = new ArrayList<>();

    void put(byte[] key, byte[] stored) {
        written.put(new Bytes(key), stored);
    }

    void delete(byte[] key) {
        written.put(new Bytes(key), GONE);
    }

    void deleteRange(byte[] from, byte[] to) {
        Range range = new Range(from, to);
        written.keySet().removeIf(key -> range.holds(key.bytes));
        ranges.add(range);
    }

    /// The stored row, [#GONE], or null when this batch did not touch the key.
    byte @Nullable [] find(byte[] key) {
        byte[] stored = written.get(new Bytes(key));
        if (stored != null) {
            return stored;
        }
        for (Range range : ranges) {
            if (range.holds(key)) {
                return GONE;
            }
        }
        return null;
    }
}
