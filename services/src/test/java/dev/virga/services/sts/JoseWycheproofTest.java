package dev.virga.services.sts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.virga.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Project Wycheproof's cases for JSON Web Signatures and Keys, against what verifies the tokens of
/// identity providers. Valid cases with algorithms that are not taken have to be refused, too.
class JoseWycheproofTest {
    private static final Set<String> TAKEN = Set.of("RS256", "RS384", "RS512", "ES256", "ES384", "ES512");

    /// Cases that end otherwise than the file says, and why.
    private static final Map<String, String> KNOWN = Map.of(
            "jws_rsa_roca_key", "weak keys of a broken generator are not looked for",
            "rfc7520", "the key's alg is ES521, which is none: refused",
            "rfc7520WithKeyOps", "the key's alg is ES521, which is none: refused");

    private int taken;
    private int refused;
    private int notTaken;
    private final List<String> wrong = new ArrayList<>();
    private final List<String> known = new ArrayList<>();

    @Test
    void everySignatureThatShouldBeRefusedIs() throws IOException {
        run("json_web_signature_test.json");
        run("json_web_key_test.json");
        System.out.println("[count] Wycheproof JOSE: " + taken + " valid verified, " + refused + " invalid refused, "
                + notTaken
                + " valid ones of algorithms that are not taken refused, " + known.size() + " known differences "
                + known);
        assertThat(wrong).isEmpty();
        assertThat(taken).isGreaterThan(10);
    }

    private void run(String file) throws IOException {
        Path root = Path.of(System.getProperty("virga.root", ".."));
        String folder = System.getProperty("virga.conformance");
        Path path = (folder == null ? root.resolve("../shared/conformance") : Path.of(folder))
                .resolve("wycheproof")
                .resolve(file);
        assumeTrue(Files.exists(path), "no Wycheproof cases at " + path);
        Map<?, ?> all = (Map<?, ?>) Json.parse(Files.readString(path));
        for (Object group : (List<?>) all.get("testGroups")) {
            Map<?, ?> fields = (Map<?, ?>) group;
            Map<?, ?> key = (Map<?, ?>) (fields.containsKey("public") ? fields.get("public") : fields.get("private"));
            Map<?, ?> set = key.containsKey("keys") ? key : Map.of("keys", List.of(key));
            for (Object test : (List<?>) fields.get("tests")) {
                judge(file, String.valueOf(fields.get("comment")), set, (Map<?, ?>) test);
            }
        }
    }

    private void judge(String file, String comment, Map<?, ?> set, Map<?, ?> test) {
        Object jws = test.get("jws");
        boolean verified = jws instanceof String token && verifies(set, token);
        boolean valid = test.get("result").equals("valid");
        boolean supported = jws instanceof String token && TAKEN.contains(algorithm(token));
        if (verified == (valid && supported)) {
            taken += verified ? 1 : 0;
            refused += valid ? 0 : 1;
            notTaken += valid && !verified ? 1 : 0;
        } else if (KNOWN.containsKey(comment)) {
            known.add(comment + ": " + KNOWN.get(comment));
        } else {
            wrong.add(file + " " + test.get("tcId") + " " + comment + ": " + test.get("comment"));
        }
    }

    private static boolean verifies(Map<?, ?> set, String token) {
        try {
            return VerificationKeys.parse(set).verify(token) == VerificationKeys.Outcome.VERIFIED;
        } catch (IOException e) {
            return false;
        }
    }

    private static String algorithm(String token) {
        try {
            byte[] header = Base64.getUrlDecoder().decode(token.split("\\.", 2)[0]);
            return String.valueOf(((Map<?, ?>) Json.parse(new String(header, StandardCharsets.UTF_8))).get("alg"));
        } catch (RuntimeException e) {
            return "";
        }
    }
}
