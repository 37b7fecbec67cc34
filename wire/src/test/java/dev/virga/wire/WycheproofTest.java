package dev.virga.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.spec.ECPoint;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// Project Wycheproof's attacks on the primitives that signatures are made of.
class WycheproofTest {
    /// Judges one test of a group.
    private interface Judge {
        boolean accepts(Map<?, ?> group, Map<?, ?> test);
    }

    private static void run(String name, Judge judge) throws IOException {
        Path file = SigV4VectorsTest.folder("v4").resolve("../../wycheproof/" + name + "_test.json");
        Assumptions.assumeTrue(Files.exists(file), () -> "skipped: no vectors at " + file.toAbsolutePath());
        Map<?, ?> all = (Map<?, ?>) Json.parse(Files.readString(file));
        List<String> wrong = new ArrayList<>();
        int count = 0;
        for (Object group : (List<?>) all.get("testGroups")) {
            for (Object test : (List<?>) ((Map<?, ?>) group).get("tests")) {
                Map<?, ?> one = (Map<?, ?>) test;
                count++;
                boolean valid = "valid".equals(one.get("result"));
                if (judge.accepts((Map<?, ?>) group, one) != valid) {
                    wrong.add(one.get("tcId") + " " + one.get("comment"));
                }
            }
        }
        System.out.println("[count] Wycheproof " + name + ": " + (count - wrong.size()) + " of " + count + " right");
        assertThat(wrong).isEmpty();
        assertThat(count).isGreaterThan(100);
    }

    private static byte[] bytes(Map<?, ?> test, String name) {
        return HexFormat.of().parseHex((String) test.get(name));
    }

    @Test
    void noWrongHmacIsAccepted() throws IOException {
        run("hmac_sha256", (group, test) -> {
            int tagBytes = ((Number) group.get("tagSize")).intValue() / 8;
            byte[] tag = new HmacKey(bytes(test, "key")).sign(bytes(test, "msg"));
            // Signatures of requests are whole; the vectors have shorter ones too.
            return SigV4.same(HexFormat.of().formatHex(tag, 0, tagBytes), (String) test.get("tag"));
        });
    }

    @Test
    void noWrongEcdsaSignatureIsAccepted() throws IOException {
        run("ecdsa_secp256r1_sha256", (group, test) -> {
            Map<?, ?> key = (Map<?, ?>) group.get("publicKey");
            ECPoint point =
                    new ECPoint(new BigInteger((String) key.get("wx"), 16), new BigInteger((String) key.get("wy"), 16));
            return new EcdsaKey(point).verifies(bytes(test, "msg"), (String) test.get("sig"));
        });
    }
}
