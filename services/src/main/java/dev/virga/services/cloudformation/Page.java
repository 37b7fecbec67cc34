package dev.virga.services.cloudformation;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One page of a list.
///
/// @param next token of the next page, or null
record Page<T>(List<T> items, @Nullable String next) {
    /// Items of a page; CloudFormation shows at most 100 or 1 MB.
    static final int SIZE = 100;

    /// @param token the key of the last item of the page before, or null
    static <T> Page<T> of(List<T> all, @Nullable String token, Function<T, String> key) {
        int from = 0;
        if (token != null) {
            while (from < all.size() && !key.apply(all.get(from)).equals(token)) {
                from++;
            }
            if (from == all.size()) {
                throw CfnErrors.validation("Invalid NextToken");
            }
            from++;
        }
        int to = Math.min(all.size(), from + SIZE);
        List<T> items = all.subList(from, to);
        return new Page<>(List.copyOf(items), to < all.size() ? key.apply(items.getLast()) : null);
    }
}
