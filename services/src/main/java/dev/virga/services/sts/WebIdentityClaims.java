package dev.virga.services.sts;

import dev.virga.api.sts.Tag;
import dev.virga.wire.AwsException;
import dev.virga.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an identity provider's token (a JWT) says. Reading it proves nothing: [VerificationKeys]
/// does.
///
/// @param algorithm of the signature, as the token says
/// @param keyId of the key that signed, or null
record WebIdentityClaims(String algorithm, @Nullable String keyId, Map<?, ?> claims) {
    private static final String AWS = "https://aws.amazon.com/";
    private static final String TAGS = AWS + "tags";
    private static final String PRINCIPAL_TAGS = "principal_tags";
    private static final String TRANSITIVE = "transitive_tag_keys";
    private static final int PARTS = 3;

    /// Null when it is no signed JWT.
    static @Nullable WebIdentityClaims parse(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != PARTS) {
            return null;
        }
        Map<?, ?> header = json(parts[0]);
        Map<?, ?> claims = json(parts[1]);
        if (header == null || claims == null || !(header.get("alg") instanceof String algorithm)) {
            return null;
        }
        Object keyId = header.get("kid");
        return keyId == null || keyId instanceof String
                ? new WebIdentityClaims(algorithm, (String) keyId, claims)
                : null;
    }

    private static @Nullable Map<?, ?> json(String part) {
        try {
            byte[] text = Base64.getUrlDecoder().decode(part);
            return Json.parse(new String(text, StandardCharsets.UTF_8)) instanceof Map<?, ?> map ? map : null;
        } catch (IllegalArgumentException | AwsException e) {
            return null;
        }
    }

    /// Null when there is no such claim, or it is no text.
    @Nullable
    String text(String name) {
        return claims.get(name) instanceof String text && !text.isEmpty() ? text : null;
    }

    /// A time in seconds; null when there is none.
    @Nullable
    Double seconds(String name) {
        return claims.get(name) instanceof Number number && Double.isFinite(number.doubleValue())
                ? (Double) number.doubleValue()
                : null;
    }

    /// One text or several.
    List<String> texts(String name) {
        return texts(claims.get(name));
    }

    private static List<String> texts(@Nullable Object value) {
        List<String> all = new ArrayList<>();
        for (Object item : value instanceof List<?> list ? list : value == null ? List.of() : List.of(value)) {
            if (item instanceof String text) {
                all.add(text);
            }
        }
        return all;
    }

    /// The session tags that the provider puts on: in a claim with two members, or in claims of
    /// their own whose names begin alike.
    List<Tag> tags() {
        Map<String, String> tags = new LinkedHashMap<>();
        if (claims.get(TAGS) instanceof Map<?, ?> nested && nested.get(PRINCIPAL_TAGS) instanceof Map<?, ?> given) {
            given.forEach((key, value) -> texts(value).forEach(text -> tags.put(key.toString(), text)));
        }
        String prefix = TAGS + "/" + PRINCIPAL_TAGS + "/";
        claims.forEach((key, value) -> {
            if (key instanceof String name && name.startsWith(prefix)) {
                texts(value).forEach(text -> tags.put(name.substring(prefix.length()), text));
            }
        });
        return tags.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    List<String> transitiveTagKeys() {
        Object nested = claims.get(TAGS) instanceof Map<?, ?> tags ? tags.get(TRANSITIVE) : null;
        return texts(nested == null ? claims.get(TAGS + "/" + TRANSITIVE) : nested);
    }

    @Nullable
    String sourceIdentity() {
        return text(AWS + "source_identity");
    }
}
