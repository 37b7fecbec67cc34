package dev.virga.kernel;

import org.jspecify.annotations.Nullable;

/// `arn:aws:service:region:account:resource`.
///
/// @param resource everything after the fifth colon
public record Arn(String service, String region, String account, String resource) {
    /// Null when the text is no ARN.
    public static @Nullable Arn parse(String text) {
        String[] parts = text.split(":", 6);
        if (parts.length != 6 || !parts[0].equals("arn") || parts[5].isEmpty()) {
            return null;
        }
        return new Arn(parts[2], parts[3], parts[4], parts[5]);
    }

    @Override
    public String toString() {
        return "arn:aws:" + service + ":" + region + ":" + account + ":" + resource;
    }
}
