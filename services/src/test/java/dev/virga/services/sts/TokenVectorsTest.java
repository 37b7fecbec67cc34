package dev.virga.services.sts;

import dev.virga.kernel.VectorFile;
import dev.virga.wire.AwsException;
import dev.virga.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Tokens and sets of keys as identity providers and attackers make them.
class TokenVectorsTest {
    @Test
    void tokensAreVerifiedOrRefusedAsTheFileSays() throws IOException {
        VectorFile file = VectorFile.of("jwt");
        VerificationKeys keys =
                VerificationKeys.parse((Map<?, ?>) file.content().get("jwks"));
        file.check(one -> {
            String token = token(one.get("input"));
            String readable = WebIdentityClaims.parse(token) == null ? "unreadable " : "";
            String verdict = readable + keys.verify(token);
            if (!verdict.endsWith("VERIFIED")) {
                throw new AwsException(verdict, 400, "refused");
            }
            return verdict;
        });
    }

    /// A list is three parts: texts that are encoded, and a signature that is already.
    private static String token(Object input) {
        if (!(input instanceof List<?> parts)) {
            return VectorFile.text(input);
        }
        return encoded(parts.get(0)) + "." + encoded(parts.get(1)) + "." + VectorFile.text(parts.get(2));
    }

    private static String encoded(Object part) {
        byte[] bytes = VectorFile.text(part).getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Test
    void setsOfKeysAreReadOrRefusedAsTheFileSays() throws IOException {
        VectorFile.of("jwks").check(one -> {
            String text = VectorFile.text(one.get("input"));
            try {
                if (!(Json.parse(text) instanceof Map<?, ?> set)) {
                    return "no set";
                }
                VerificationKeys keys = VerificationKeys.parse(set);
                return List.of("rsa", "ec", "weak", "other").stream()
                        .filter(keys::has)
                        .toList();
            } catch (IOException | Json.Malformed e) {
                throw new AwsException("Unusable", 400, "the set cannot be used");
            }
        });
    }
}
