package dev.virga.wire;

import java.util.concurrent.ConcurrentHashMap;

/// Signing keys that were derived lately. Deriving one takes four HMACs; a client keeps its key for
/// a day. Any thread.
final class SigningKeys {
    /// Beyond this the cache starts anew: it is a cache of hot keys, not a record of all.
    static final int MAX_KEYS = 4096;

    /// The secret is part of the name, so that a changed secret never finds the old key.
    private record Name(String secretKey, String date, String region, String service) {}

    private final ConcurrentHashMap<Name, HmacKey> keys = new ConcurrentHashMap<>();

    HmacKey get(String secretKey, String date, String region, String service) {
        Name name = new Name(secretKey, date, region, service);
        HmacKey known = keys.get(name);
        if (known != null) {
            return known;
        }
        HmacKey derived = HmacKey.sigV4(secretKey, date, region, service);
        if (keys.size() >= MAX_KEYS) {
            keys.clear();
        }
        keys.put(name, derived);
        return derived;
    }

    int size() {
        return keys.size();
    }
}
