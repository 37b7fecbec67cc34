package dev.virga.services.kms;

import static dev.virga.services.kms.KmsFixture.TEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.virga.api.kms.*;
import dev.virga.wire.AwsException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KmsTest {
    @TempDir
    Path folder;

    private KmsFixture kms;

    @BeforeEach
    void open() throws Exception {
        kms = new KmsFixture(folder);
    }

    @AfterEach
    void close() {
        kms.close();
    }

    private static void refused(String code, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(AwsException.class, e -> assertThat(e.code())
                .isEqualTo(code));
    }

    @Test
    void whatWasEncryptedDecryptsWithItsContextOnly() {
        byte[] blob = kms.encrypt(kms.key(), Map.of("a", "1", "b", "2"));
        assertThat(kms.decrypt(blob, Map.of("b", "2", "a", "1")).plaintext()).isEqualTo(TEXT);
        refused("InvalidCiphertextException", () -> kms.decrypt(blob, Map.of("a", "1")));
        refused("InvalidCiphertextException", () -> kms.decrypt(blob, Map.of("a", "1", "b", "3")));
        // The pairs must not run into each other.
        refused("InvalidCiphertextException", () -> kms.decrypt(blob, Map.of("a", "1b2")));
        refused("InvalidCiphertextException", () -> kms.decrypt(blob, null));
    }

    @Test
    void aChangedCiphertextNeverDecrypts() {
        byte[] blob = kms.encrypt(kms.key(), Map.of());
        for (int i = 0; i < blob.length; i++) {
            byte[] changed = blob.clone();
            changed[i] ^= 0x40;
            byte[] cut = Arrays.copyOf(blob, i);
            assertThatThrownBy(() -> kms.decrypt(changed, Map.of())).isInstanceOf(AwsException.class);
            assertThatThrownBy(() -> kms.decrypt(cut, Map.of())).isInstanceOf(AwsException.class);
        }
    }

    @Test
    void noCiphertextComesTwice() {
        String key = kms.key();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            seen.add(Arrays.toString(kms.encrypt(key, Map.of())));
        }
        assertThat(seen).hasSize(100);
    }

    @Test
    void theStoreNeverHoldsTheSecretOfAKey() throws Exception {
        String key = kms.key("HMAC_256", "GENERATE_VERIFY_MAC");
        String imported = kms.key(CreateKeyRequest.builder().origin("EXTERNAL"));
        byte[] secret = "0123456789abcdefghijklmnopqrstuv".getBytes(StandardCharsets.US_ASCII);
        new ImportedMaterial(kms).bring(imported, secret);
        kms.encrypt(imported, Map.of());
        assertThat(kms.describe(key).keyState()).isEqualTo("Enabled");
        kms.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertThat(bytes.contains("0123456789abcdefghijklmnopqrstuv"))
                        .as(file.toString())
                        .isFalse();
            }
        }
        kms = new KmsFixture(folder);
        byte[] blob = kms.encrypt(imported, Map.of());
        assertThat(kms.decrypt(blob, Map.of()).plaintext()).isEqualTo(TEXT);
    }

    @Test
    void dataKeysOpenAgain() {
        String key = kms.key();
        GenerateDataKeyResponse made = kms.call(
                KmsOps.GenerateDataKey,
                GenerateDataKeyRequest.builder().keyId(key).keySpec("AES_256").build());
        assertThat(made.plaintext()).hasSize(32);
        assertThat(kms.decrypt(made.ciphertextBlob(), Map.of()).plaintext()).isEqualTo(made.plaintext());
        GenerateDataKeyWithoutPlaintextResponse hidden = kms.call(
                KmsOps.GenerateDataKeyWithoutPlaintext,
                GenerateDataKeyWithoutPlaintextRequest.builder()
                        .keyId(key)
                        .numberOfBytes(24)
                        .build());
        assertThat(kms.decrypt(hidden.ciphertextBlob(), Map.of()).plaintext()).hasSize(24);
        refused(
                "ValidationException",
                () -> kms.call(
                        KmsOps.GenerateDataKey,
                        GenerateDataKeyRequest.builder().keyId(key).build()));
        for (String spec : List.of("ECC_NIST_P256", "ECC_SECG_P256K1", "ECC_NIST_EDWARDS25519")) {
            GenerateDataKeyPairResponse pair = kms.call(
                    KmsOps.GenerateDataKeyPair,
                    GenerateDataKeyPairRequest.builder()
                            .keyId(key)
                            .keyPairSpec(spec)
                            .build());
            assertThat(kms.decrypt(pair.privateKeyCiphertextBlob(), Map.of()).plaintext())
                    .isEqualTo(pair.privateKeyPlaintext());
            assertThat(kms.call(
                                    KmsOps.GenerateDataKeyPairWithoutPlaintext,
                                    GenerateDataKeyPairWithoutPlaintextRequest.builder()
                                            .keyId(key)
                                            .keyPairSpec(spec)
                                            .build())
                            .publicKey())
                    .hasSameSizeAs(pair.publicKey());
        }
        assertThat(kms.call(
                                KmsOps.GenerateRandom,
                                GenerateRandomRequest.builder().numberOfBytes(9).build())
                        .plaintext())
                .hasSize(9);
    }

    @ParameterizedTest
    @CsvSource({
        "RSA_2048, RSASSA_PSS_SHA_256",
        "RSA_2048, RSASSA_PSS_SHA_512",
        "RSA_2048, RSASSA_PKCS1_V1_5_SHA_384",
        "ECC_NIST_P256, ECDSA_SHA_256",
        "ECC_NIST_P384, ECDSA_SHA_384",
        "ECC_NIST_P521, ECDSA_SHA_512",
        "ECC_SECG_P256K1, ECDSA_SHA_256"
    })
    void messagesAndTheirDigestsHaveTheSameSignatures(String spec, String algorithm) {
        String key = kms.key(spec, "SIGN_VERIFY");
        byte[] signature = sign(key, algorithm, TEXT, "RAW");
        byte[] digest = Digests.of(algorithm, TEXT, MessageType.RAW);
        verify(key, algorithm, digest, "DIGEST", signature);
        verify(key, algorithm, TEXT, "RAW", sign(key, algorithm, digest, "DIGEST"));
        byte[] wrong = signature.clone();
        wrong[wrong.length - 2] ^= 1;
        refused("KMSInvalidSignatureException", () -> verify(key, algorithm, TEXT, "RAW", wrong));
        refused("KMSInvalidSignatureException", () -> verify(key, algorithm, TEXT, "RAW", new byte[] {1}));
        refused("ValidationException", () -> sign(key, algorithm, new byte[5], "DIGEST"));
        refused("InvalidKeyUsageException", () -> kms.encrypt(key, Map.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "ECC_NIST_EDWARDS25519, ED25519_SHA_512, RAW",
        "ECC_NIST_EDWARDS25519, ED25519_PH_SHA_512, DIGEST",
        "ML_DSA_44, ML_DSA_SHAKE_256, RAW",
        "ML_DSA_65, ML_DSA_SHAKE_256, EXTERNAL_MU",
        "ML_DSA_87, ML_DSA_SHAKE_256, RAW"
    })
    void newerKindsSignToo(String spec, String algorithm, String type) {
        String key = kms.key(spec, "SIGN_VERIFY");
        byte[] message = new byte[64];
        byte[] signature = sign(key, algorithm, message, type);
        verify(key, algorithm, message, type, signature);
        message[3] = 1;
        refused("KMSInvalidSignatureException", () -> verify(key, algorithm, message, type, signature));
        assertThat(kms.call(
                                KmsOps.GetPublicKey,
                                GetPublicKeyRequest.builder().keyId(key).build())
                        .signingAlgorithms())
                .contains(algorithm);
    }

    private byte[] sign(String key, String algorithm, byte[] message, String type) {
        return kms.call(
                        KmsOps.Sign,
                        SignRequest.builder()
                                .keyId(key)
                                .message(message)
                                .messageType(type)
                                .signingAlgorithm(algorithm)
                                .build())
                .signature();
    }

    private void verify(String key, String algorithm, byte[] message, String type, byte[] signature) {
        VerifyResponse answer = kms.call(
                KmsOps.Verify,
                VerifyRequest.builder()
                        .keyId(key)
                        .message(message)
                        .messageType(type)
                        .signingAlgorithm(algorithm)
                        .signature(signature)
                        .build());
        assertThat(answer.signatureValid()).isTrue();
    }

    @Test
    void twoSidesDeriveTheSameSecret() {
        String one = kms.key("ECC_NIST_P384", "KEY_AGREEMENT");
        String two = kms.key("ECC_NIST_P384", "KEY_AGREEMENT");
        String small = kms.key("ECC_NIST_P256", "KEY_AGREEMENT");
        assertThat(derive(one, publicKey(two))).isEqualTo(derive(two, publicKey(one)));
        refused("ValidationException", () -> derive(one, publicKey(small)));
        refused("ValidationException", () -> derive(one, new byte[] {1, 2}));
    }

    private byte[] publicKey(String key) {
        return kms.call(
                        KmsOps.GetPublicKey,
                        GetPublicKeyRequest.builder().keyId(key).build())
                .publicKey();
    }

    private byte[] derive(String key, byte[] other) {
        return kms.call(
                        KmsOps.DeriveSharedSecret,
                        DeriveSharedSecretRequest.builder()
                                .keyId(key)
                                .keyAgreementAlgorithm("ECDH")
                                .publicKey(other)
                                .build())
                .sharedSecret();
    }

    @ParameterizedTest
    @CsvSource({"224, 28", "256, 32", "384, 48", "512, 64"})
    void macsAreCheckedByTheirKey(int size, int bytes) {
        String key = kms.key("HMAC_" + size, "GENERATE_VERIFY_MAC");
        String algorithm = "HMAC_SHA_" + size;
        byte[] mac = kms.call(
                        KmsOps.GenerateMac,
                        GenerateMacRequest.builder()
                                .keyId(key)
                                .macAlgorithm(algorithm)
                                .message(TEXT)
                                .build())
                .mac();
        assertThat(mac).hasSize(bytes);
        VerifyMacRequest.Builder check =
                VerifyMacRequest.builder().keyId(key).macAlgorithm(algorithm).message(TEXT);
        assertThat(kms.call(KmsOps.VerifyMac, check.mac(mac).build()).macValid())
                .isTrue();
        mac[0] ^= 1;
        refused(
                "KMSInvalidMacException",
                () -> kms.call(KmsOps.VerifyMac, check.mac(mac).build()));
    }

    @Test
    void reEncryptMovesBetweenKeysOfAnyKind() {
        String symmetric = kms.key();
        String rsa = kms.key("RSA_2048", "ENCRYPT_DECRYPT");
        byte[] first = kms.encrypt(symmetric, Map.of("a", "b"));
        byte[] second = kms.call(
                        KmsOps.ReEncrypt,
                        ReEncryptRequest.builder()
                                .ciphertextBlob(first)
                                .sourceEncryptionContext(Map.of("a", "b"))
                                .destinationKeyId(rsa)
                                .destinationEncryptionAlgorithm("RSAES_OAEP_SHA_256")
                                .build())
                .ciphertextBlob();
        byte[] third = kms.call(
                        KmsOps.ReEncrypt,
                        ReEncryptRequest.builder()
                                .ciphertextBlob(second)
                                .sourceKeyId(rsa)
                                .sourceEncryptionAlgorithm("RSAES_OAEP_SHA_256")
                                .destinationKeyId(symmetric)
                                .build())
                .ciphertextBlob();
        assertThat(kms.decrypt(third, Map.of()).plaintext()).isEqualTo(TEXT);
    }

    @Test
    void namesOfKeysAreAllUnderstoodAndWrongOnesRefused() {
        String arn = kms.key();
        String id = kms.describe(arn).keyId();
        kms.call(
                KmsOps.CreateAlias,
                CreateAliasRequest.builder()
                        .aliasName("alias/app")
                        .targetKeyId(id)
                        .build());
        String aliasArn = arn.replaceAll("key/.*", "alias/app");
        for (String name : List.of(id, arn, "alias/app", aliasArn)) {
            assertThat(kms.describe(name).arn()).isEqualTo(arn);
        }
        for (String name : List.of(
                "x", "alias/none", arn.replace("us-east-1", "eu-west-1"), arn + "0", "arn:aws:kms:us-east-1:1:x/y")) {
            refused("NotFoundException", () -> kms.describe(name));
        }
        refused(
                "NotFoundException",
                () -> kms.call(
                        KmsOps.DisableKey,
                        DisableKeyRequest.builder().keyId("alias/app").build()));
    }

    @Test
    void anAliasMovesToKeysOfItsKindOnly() {
        String one = kms.key();
        String two = kms.key();
        String other = kms.key("HMAC_256", "GENERATE_VERIFY_MAC");
        CreateAliasRequest create = CreateAliasRequest.builder()
                .aliasName("alias/a")
                .targetKeyId(one)
                .build();
        kms.call(KmsOps.CreateAlias, create);
        refused("AlreadyExistsException", () -> kms.call(KmsOps.CreateAlias, create));
        kms.call(
                KmsOps.UpdateAlias,
                UpdateAliasRequest.builder()
                        .aliasName("alias/a")
                        .targetKeyId(two)
                        .build());
        assertThat(kms.describe("alias/a").arn()).isEqualTo(two);
        refused(
                "ValidationException",
                () -> kms.call(
                        KmsOps.UpdateAlias,
                        UpdateAliasRequest.builder()
                                .aliasName("alias/a")
                                .targetKeyId(other)
                                .build()));
        refused(
                "NotAuthorizedException",
                () -> kms.call(
                        KmsOps.CreateAlias,
                        CreateAliasRequest.builder()
                                .aliasName("alias/aws/x")
                                .targetKeyId(one)
                                .build()));
        assertThat(kms.call(
                                KmsOps.ListAliases,
                                ListAliasesRequest.builder().keyId(two).build())
                        .aliases())
                .hasSize(1);
        kms.call(
                KmsOps.DeleteAlias,
                DeleteAliasRequest.builder().aliasName("alias/a").build());
        refused("NotFoundException", () -> kms.describe("alias/a"));
        refused(
                "NotFoundException",
                () -> kms.call(
                        KmsOps.DeleteAlias,
                        DeleteAliasRequest.builder().aliasName("alias/a").build()));
    }

    @Test
    void listsComeInPages() {
        Set<String> made = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            made.add(kms.key());
        }
        Set<String> listed = new HashSet<>();
        String marker = null;
        do {
            ListKeysResponse page = kms.call(
                    KmsOps.ListKeys,
                    ListKeysRequest.builder().limit(2).marker(marker).build());
            page.keys().forEach(key -> listed.add(key.keyArn()));
            marker = page.nextMarker();
        } while (marker != null);
        assertThat(listed).isEqualTo(made);
        refused(
                "InvalidMarkerException",
                () -> kms.call(
                        KmsOps.ListKeys, ListKeysRequest.builder().marker("?").build()));
    }

    @Test
    void aDisabledKeyDoesNothingUntilItIsEnabled() {
        String key = kms.key();
        byte[] blob = kms.encrypt(key, Map.of());
        kms.call(KmsOps.DisableKey, DisableKeyRequest.builder().keyId(key).build());
        refused("DisabledException", () -> kms.encrypt(key, Map.of()));
        refused("DisabledException", () -> kms.decrypt(blob, Map.of()));
        kms.call(KmsOps.EnableKey, EnableKeyRequest.builder().keyId(key).build());
        assertThat(kms.decrypt(blob, Map.of()).plaintext()).isEqualTo(TEXT);
    }

    @Test
    void aDryRunSaysWhatWouldHappen() {
        String key = kms.key();
        refused(
                "DryRunOperationException",
                () -> kms.call(
                        KmsOps.Encrypt,
                        EncryptRequest.builder()
                                .keyId(key)
                                .plaintext(TEXT)
                                .dryRun(true)
                                .build()));
        kms.call(KmsOps.DisableKey, DisableKeyRequest.builder().keyId(key).build());
        refused(
                "DisabledException",
                () -> kms.call(
                        KmsOps.Encrypt,
                        EncryptRequest.builder()
                                .keyId(key)
                                .plaintext(TEXT)
                                .dryRun(true)
                                .build()));
    }

    @Test
    void tagsAndDescriptionsChange() {
        String key = kms.key();
        kms.call(
                KmsOps.TagResource,
                TagResourceRequest.builder()
                        .keyId(key)
                        .tags(List.of(
                                Tag.builder().tagKey("a").tagValue("1").build(),
                                Tag.builder().tagKey("b").tagValue("2").build()))
                        .build());
        kms.call(
                KmsOps.UntagResource,
                UntagResourceRequest.builder().keyId(key).tagKeys(List.of("a")).build());
        List<Tag> tags = kms.call(
                        KmsOps.ListResourceTags,
                        ListResourceTagsRequest.builder().keyId(key).build())
                .tags();
        assertThat(tags).extracting(Tag::tagKey).containsExactly("b");
        kms.call(
                KmsOps.UpdateKeyDescription,
                UpdateKeyDescriptionRequest.builder()
                        .keyId(key)
                        .description("other")
                        .build());
        assertThat(kms.describe(key).description()).isEqualTo("other");
        refused(
                "TagException",
                () -> kms.key(CreateKeyRequest.builder()
                        .tags(List.of(Tag.builder().tagKey("aws:x").tagValue("").build()))));
    }

    @Test
    void whatThisCloudDoesNotHaveIsRefusedByName() {
        refused("UnsupportedOperationException", () -> kms.key("SM2", "SIGN_VERIFY"));
        refused("UnsupportedOperationException", () -> kms.key("RSA_9999", "SIGN_VERIFY"));
        refused("NotImplemented", () -> kms.key(CreateKeyRequest.builder().origin("AWS_CLOUDHSM")));
        refused(
                "NotImplemented",
                () -> kms.call(
                        KmsOps.DescribeCustomKeyStores,
                        DescribeCustomKeyStoresRequest.builder().build()));
        refused("ValidationException", () -> kms.key(CreateKeyRequest.builder().keySpec("RSA_2048")));
        refused("ValidationException", () -> kms.key("HMAC_256", "ENCRYPT_DECRYPT"));
    }

    @Test
    void importedMaterialComesAndGoesButIsNeverAnother() {
        String key = kms.key(CreateKeyRequest.builder().origin("EXTERNAL"));
        assertThat(kms.describe(key).keyState()).isEqualTo("PendingImport");
        refused("KMSInvalidStateException", () -> kms.encrypt(key, Map.of()));
        ImportedMaterial material = new ImportedMaterial(kms);
        byte[] secret = new byte[32];
        secret[0] = 5;
        material.bring(key, secret);
        byte[] blob = kms.encrypt(key, Map.of());
        kms.call(
                KmsOps.DeleteImportedKeyMaterial,
                DeleteImportedKeyMaterialRequest.builder().keyId(key).build());
        refused("KMSInvalidStateException", () -> kms.decrypt(blob, Map.of()));
        refused("IncorrectKeyMaterialException", () -> material.bring(key, new byte[32]));
        material.bring(key, secret);
        assertThat(kms.decrypt(blob, Map.of()).plaintext()).isEqualTo(TEXT);
        refused(
                "IncorrectKeyMaterialException",
                () -> material.bring(kms.key(CreateKeyRequest.builder().origin("EXTERNAL")), new byte[31]));
    }
}
