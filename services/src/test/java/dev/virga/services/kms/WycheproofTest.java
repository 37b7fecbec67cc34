package dev.virga.services.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.virga.wire.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/// Project Wycheproof's vectors against the code that KMS signs, checks and encrypts with.
class WycheproofTest {
    /// Checks one vector of a group.
    private interface Check {
        boolean accepts(Map<String, Object> group, Map<String, Object> test) throws Exception;
    }

    private static Path folder() {
        String given = System.getProperty("virga.conformance");
        Path root = given == null
                ? Path.of(System.getProperty("virga.root", "."), "..", "shared", "conformance")
                : Path.of(given);
        return root.resolve("wycheproof");
    }

    @SuppressWarnings("unchecked")
    private static void run(String name, Check check) throws Exception {
        Path file = folder().resolve(name + "_test.json");
        assumeTrue(Files.exists(file), "there are no Wycheproof vectors at " + file);
        Map<String, Object> all = (Map<String, Object>) Json.parse(Files.readString(file));
        int accepted = 0;
        int refused = 0;
        int acceptable = 0;
        List<String> wrong = new ArrayList<>();
        for (Map<String, Object> group : (List<Map<String, Object>>) all.get("testGroups")) {
            for (Map<String, Object> test : (List<Map<String, Object>>) group.get("tests")) {
                boolean accepts = check.accepts(group, test);
                accepted += accepts ? 1 : 0;
                refused += accepts ? 0 : 1;
                String result = (String) test.get("result");
                acceptable += result.equals("acceptable") ? 1 : 0;
                if (!result.equals("acceptable") && accepts != result.equals("valid")) {
                    wrong.add(test.get("tcId") + " " + test.get("comment") + " is " + result);
                }
            }
        }
        System.out.printf(
                "[count] Wycheproof %s: %d vectors, %d accepted, %d refused (%d either way), %d wrong%n",
                name, accepted + refused, accepted, refused, acceptable, wrong.size());
        assertThat(wrong).isEmpty();
    }

    private static byte[] hex(Map<String, Object> from, String name) {
        return HexFormat.of().parseHex((String) from.get(name));
    }

    private static PublicKey publicKey(String algorithm, Map<String, Object> group) throws Exception {
        return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(hex(group, "publicKeyDer")));
    }

    @Test
    void ecdsa() throws Exception {
        run(
                "ecdsa_secp256r1_sha256",
                (group, test) -> EcMaterial.verify(
                        publicKey("EC", group), "ECDSA_SHA_256", hex(test, "msg"), MessageType.RAW, hex(test, "sig")));
    }

    @Test
    void rsaPkcs1() throws Exception {
        run(
                "rsa_signature_2048_sha256",
                (group, test) -> RsaMaterial.verify(
                        (RSAPublicKey) publicKey("RSA", group),
                        "RSASSA_PKCS1_V1_5_SHA_256",
                        hex(test, "msg"),
                        MessageType.RAW,
                        hex(test, "sig")));
    }

    @Test
    void rsaPss() throws Exception {
        run(
                "rsa_pss_2048_sha256_mgf1_32",
                (group, test) -> RsaMaterial.verify(
                        (RSAPublicKey) publicKey("RSA", group),
                        "RSASSA_PSS_SHA_256",
                        hex(test, "msg"),
                        MessageType.RAW,
                        hex(test, "sig")));
    }

    /// KMS takes whole MACs only; the shorter ones of the vectors are compared as far as they go.
    @Test
    void hmac() throws Exception {
        run("hmac_sha256", (group, test) -> {
            HmacMaterial material = new HmacMaterial(new SecretKeySpec(hex(test, "key"), "HMAC"));
            byte[] tag = hex(test, "tag");
            return tag.length == 32
                    ? material.verify("HMAC_SHA_256", hex(test, "msg"), tag)
                    : Arrays.equals(Arrays.copyOf(material.mac("HMAC_SHA_256", hex(test, "msg")), tag.length), tag);
        });
    }

    /// The cipher that messages are sealed with, as `PerMessageGcm` calls it; the key of a message
    /// is derived, so the vectors' keys and nonces go to the cipher itself.
    @Test
    void aesGcm() throws Exception {
        run("aes_gcm", (group, test) -> {
            byte[] iv = hex(test, "iv");
            byte[] text = hex(test, "ct");
            byte[] tag = hex(test, "tag");
            byte[] sealed = Arrays.copyOf(text, text.length + tag.length);
            System.arraycopy(tag, 0, sealed, text.length, tag.length);
            try {
                Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
                cipher.init(
                        Cipher.DECRYPT_MODE,
                        new SecretKeySpec(hex(test, "key"), "AES"),
                        new GCMParameterSpec(8 * tag.length, iv));
                cipher.updateAAD(hex(test, "aad"));
                return Arrays.equals(cipher.doFinal(sealed), hex(test, "msg"));
            } catch (AEADBadTagException | java.security.InvalidAlgorithmParameterException e) {
                return false;
            } catch (IllegalArgumentException e) {
                // A nonce of no bytes.
                return false;
            }
        });
    }
}
