package dev.virga.services.iam;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Remembers what is costly to make; forgets everything when it is full. Any thread may call it.
final class BoundedCache<K, V> {
    private final Map<K, V> entries = new ConcurrentHashMap<>();
    private final int maxEntries;

    BoundedCache(int maxEntries) {
        this.maxEntries = maxEntries;
    }

    @Nullable
    V get(K key) {
        return entries.get(key);
    }

    void put(K key, V value) {
        if (entries.size() >= maxEntries) {
            entries.clear();
        }
        entries.put(key, value);
    }
}
