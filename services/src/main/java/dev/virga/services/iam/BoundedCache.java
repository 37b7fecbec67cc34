package dev.virga.services.iam;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Remembers what is costly to make; forgets everything when it is full. Any thread may call it.
final class BoundedCache<K, V> {
    private final Map<K, V> entries = new ConcurrentHashMap<>();
    private final AtomicLong weight = new AtomicLong();
    private final long maxWeight;

    BoundedCache(long maxWeight) {
        this.maxWeight = maxWeight;
    }

    @Nullable
    V get(K key) {
        return entries.get(key);
    }

    /// Replacing a value does not add to the weight.
    void put(K key, V value, long itsWeight) {
        if (weight.get() + itsWeight > maxWeight) {
            entries.clear();
            weight.set(0);
        }
        if (entries.put(key, value) == null) {
            weight.addAndGet(itsWeight);
        }
    }
}
