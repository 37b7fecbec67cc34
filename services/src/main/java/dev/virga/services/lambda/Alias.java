package dev.virga.services.lambda;

import java.util.Map;

/// A name for a version, or for two between which calls are shared out.
///
/// @param version number or `$LATEST`
/// @param weights share of calls (0 to 1) of one other version; empty usually
record Alias(String name, String version, String description, Map<String, Double> weights, String revisionId) {
    /// @param draw from 0 (inclusive) to 1 (exclusive)
    String pick(double draw) {
        double edge = 0;
        for (Map.Entry<String, Double> other : weights.entrySet()) {
            edge += other.getValue();
            if (draw < edge) {
                return other.getKey();
            }
        }
        return version;
    }
}
