package dev.virga.wire;

import java.util.concurrent.ConcurrentHashMap;

/// Keys that were derived lately. Deriving one takes four HMACs and is good for a day, or some
/// milliseconds and is good for ever (Version 4a). Any thread.
final class SigningKeys {
    /// Beyond this the cache starts anew: it is a cache of hot keys, not a record of all.
    static final int MAX_KEYS = 4096;

    /// The secret is part of the name, so that a changed secret never finds the old key.
    private sealed interface Name {
        SignatureKey derive();
    }

    private record V4(String secretKey, String date, String region, String service) implements Name {
        @Override
        public SignatureKey derive() {
            return HmacKey.sigV4(secretKey, date, region, service);
        }
    }

    private record V4a(String secretKey, String accessKeyId) implements Name {
        @Override
        public SignatureKey derive() {
            return EcdsaKey.sigV4a(accessKeyId, secretKey);
        }
    }

    private final ConcurrentHashMap<Name, SignatureKey> keys = new ConcurrentHashMap<>();

    SignatureKey get(SigV4.Parsed parsed, String secretKey) {
        return switch (parsed.algorithm()) {
            case HMAC -> get(new V4(secretKey, parsed.date(), parsed.region(), parsed.service()));
            case ECDSA -> get(new V4a(secretKey, parsed.accessKeyId()));
        };
    }

    private SignatureKey get(Name name) {
        SignatureKey known = keys.get(name);
        if (known != null) {
            return known;
        }
        SignatureKey derived = name.derive();
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
