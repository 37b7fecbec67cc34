package dev.virga.services.sts;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/// Counts what became of the tokens of identity providers, since the server started.
final class RefusedTokens {
    /// Why a token was not taken.
    enum Reason {
        MALFORMED,
        ALGORITHM,
        NO_PROVIDER,
        PROVIDER_UNAVAILABLE,
        UNKNOWN_KEY,
        SIGNATURE,
        MISSING_CLAIM,
        AUDIENCE,
        EXPIRED,
        NOT_YET_VALID,
        UNUSABLE_CLAIM,
        NOT_TRUSTED
    }

    private final Map<Reason, LongAdder> refused = new EnumMap<>(Reason.class);
    private final LongAdder accepted = new LongAdder();

    RefusedTokens() {
        for (Reason reason : Reason.values()) {
            refused.put(reason, new LongAdder());
        }
    }

    void accept() {
        accepted.increment();
    }

    void refuse(Reason reason) {
        LongAdder count = refused.get(reason);
        if (count != null) {
            count.increment();
        }
    }

    long accepted() {
        return accepted.sum();
    }

    /// By reason in words; only what occurred.
    Map<String, Long> refused() {
        Map<String, Long> counts = new LinkedHashMap<>();
        refused.forEach((reason, count) -> {
            if (count.sum() > 0) {
                counts.put(reason.name().toLowerCase(Locale.ROOT).replace('_', ' '), count.sum());
            }
        });
        return counts;
    }
}
