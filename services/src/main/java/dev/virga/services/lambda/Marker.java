package dev.virga.services.lambda;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// Where a page of a list ends: at a name, or at a number below it.
record Marker(String name, @Nullable Long number) {
    static @Nullable Marker parse(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            int slash = plain.lastIndexOf('/');
            if (slash < 0) {
                throw LambdaErrors.invalid("Invalid Marker: " + text);
            }
            String number = plain.substring(slash + 1);
            return new Marker(plain.substring(0, slash), number.isEmpty() ? null : Long.valueOf(number));
        } catch (IllegalArgumentException e) {
            throw LambdaErrors.invalid("Invalid Marker: " + text);
        }
    }

    @Override
    public String toString() {
        String plain = name + "/" + (number == null ? "" : number);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }
}
