package dev.virga.services.apigatewayv2;

import dev.virga.wire.Struct;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One page of a list.
///
/// @param next what the client sends to get the page after this one, or null at the end
record Page<T extends Struct>(List<T> items, @Nullable String next) {
    private static final int LARGEST = 500;

    /// @param entries all of them, in the order of their ids
    /// @param maxResults as the client wrote it, or null
    static <T extends Struct> Page<T> of(
            List<ApiTable.Entry<T>> entries, @Nullable String maxResults, @Nullable String nextToken) {
        int size = size(maxResults);
        String after = nextToken == null ? "" : decode(nextToken);
        List<ApiTable.Entry<T>> rest =
                entries.stream().filter(e -> e.id().compareTo(after) > 0).toList();
        List<ApiTable.Entry<T>> page = rest.subList(0, Math.min(size, rest.size()));
        String next = page.size() == rest.size() ? null : encode(page.getLast().id());
        return new Page<>(page.stream().map(ApiTable.Entry::value).toList(), next);
    }

    private static int size(@Nullable String maxResults) {
        if (maxResults == null) {
            return LARGEST;
        }
        try {
            int size = Integer.parseInt(maxResults);
            if (size >= 1) {
                return Math.min(size, LARGEST);
            }
        } catch (NumberFormatException notANumber) {
            throw ApiErrors.badRequest("Invalid max results specified");
        }
        throw ApiErrors.badRequest("Invalid max results specified");
    }

    private static String encode(String id) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(id.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String token) {
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw ApiErrors.badRequest("Invalid next token specified");
        }
    }
}
