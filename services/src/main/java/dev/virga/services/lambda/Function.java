package dev.virga.services.lambda;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What all versions of a function share.
///
/// @param nextVersion number that the next published version gets; never used twice
/// @param reservedConcurrency null when none is reserved
record Function(String name, long nextVersion, @Nullable Integer reservedConcurrency, Map<String, String> tags) {
    Function withNextVersion(long next) {
        return new Function(name, next, reservedConcurrency, tags);
    }

    Function withReservedConcurrency(@Nullable Integer executions) {
        return new Function(name, nextVersion, executions, tags);
    }

    Function withTags(Map<String, String> others) {
        return new Function(name, nextVersion, reservedConcurrency, others);
    }
}
