package dev.virga.services.iam;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One page of a list.
///
/// @param marker with which the next page is asked for; null on the last one
record Page<T>(List<T> items, @Nullable String marker) {
    boolean truncated() {
        return marker != null;
    }

    /// A page of a list that is at hand, ordered by `key`.
    static <T> Page<T> of(
            List<T> sorted, Function<T, String> key, @Nullable String marker, @Nullable Integer maxItems) {
        String after = after(marker);
        List<T> items = new ArrayList<>();
        for (T item : sorted) {
            if (after != null && key.apply(item).compareTo(after) <= 0) {
                continue;
            }
            if (items.size() == size(maxItems)) {
                return new Page<>(items, marker(key.apply(items.getLast())));
            }
            items.add(item);
        }
        return new Page<>(items, null);
    }

    /// One more than fits has been read, if there is one more.
    static <T> Page<T> cut(List<T> items, Function<T, String> key, int size) {
        if (items.size() <= size) {
            return new Page<>(items, null);
        }
        List<T> page = items.subList(0, size);
        return new Page<>(page, marker(key.apply(page.getLast())));
    }

    static int size(@Nullable Integer maxItems) {
        return maxItems == null ? Quotas.DEFAULT_PAGE : maxItems;
    }

    private static String marker(String last) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(last.getBytes(StandardCharsets.UTF_8));
    }

    /// The last key of the page before, or null.
    static @Nullable String after(@Nullable String marker) {
        if (marker == null) {
            return null;
        }
        try {
            return new String(Base64.getUrlDecoder().decode(marker), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw IamErrors.validation("Invalid Marker.");
        }
    }

    static <E extends Entity<E>> Predicate<E> under(@Nullable String pathPrefix) {
        return pathPrefix == null ? any -> true : entity -> entity.path().startsWith(pathPrefix);
    }
}
