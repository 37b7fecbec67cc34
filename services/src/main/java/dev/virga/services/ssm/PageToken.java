package dev.virga.services.ssm;

import dev.virga.api.ssm.InvalidNextToken;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// Where a page ended: the name of its last parameter.
final class PageToken {
    private static final int MAX_CHARS = 4096;

    private PageToken() {}

    static @Nullable String of(@Nullable String name) {
        return name == null
                ? null
                : Base64.getUrlEncoder().withoutPadding().encodeToString(name.getBytes(StandardCharsets.UTF_8));
    }

    static @Nullable String name(@Nullable String token) {
        if (token == null) {
            return null;
        }
        try {
            if (token.length() <= MAX_CHARS) {
                return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            }
        } catch (IllegalArgumentException e) {
            // What is thrown below says it.
        }
        throw new InvalidNextToken("The specified token isn't valid.");
    }
}
