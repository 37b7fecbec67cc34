package dev.virga.services.kms;

import dev.virga.api.kms.InvalidMarkerException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One page of a list, and where the next one begins.
///
/// @param next marker, null at the end
record Page<T>(List<T> items, @Nullable String next) {
    private static final int DEFAULT_LIMIT = 100;

    static int limit(@Nullable Integer asked) {
        return asked == null ? DEFAULT_LIMIT : asked;
    }

    /// @param found one more than the limit when there is another page
    /// @param name of an item, after which the next page begins
    static <T> Page<T> of(List<T> found, int limit, Function<T, String> name) {
        if (found.size() <= limit) {
            return new Page<>(found, null);
        }
        List<T> items = found.subList(0, limit);
        return new Page<>(items, marker(name.apply(items.getLast())));
    }

    private static String marker(String name) {
        return Base64.getUrlEncoder().encodeToString(name.getBytes(StandardCharsets.UTF_8));
    }

    /// The name in a marker; null without one.
    ///
    /// @throws dev.virga.wire.AwsException InvalidMarkerException
    static @Nullable String after(@Nullable String marker) {
        if (marker == null) {
            return null;
        }
        try {
            String name = new String(Base64.getUrlDecoder().decode(marker), StandardCharsets.UTF_8);
            if (marker(name).equals(marker)) {
                return name;
            }
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
        throw invalid();
    }

    static RuntimeException invalid() {
        return new InvalidMarkerException("Invalid marker.");
    }

    boolean truncated() {
        return next != null;
    }
}
