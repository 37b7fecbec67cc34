package dev.virga.services.kms;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Kinds of key and the algorithms that each can do. `SM2`, which exists in China only, is not
/// among them.
///
/// https://docs.aws.amazon.com/kms/latest/developerguide/symm-asymm-choose-key-spec.html
enum KeySpec {
    SYMMETRIC_DEFAULT(Family.SYMMETRIC, 256),
    RSA_2048(Family.RSA, 2048),
    RSA_3072(Family.RSA, 3072),
    RSA_4096(Family.RSA, 4096),
    ECC_NIST_P256(Family.EC, 256),
    ECC_NIST_P384(Family.EC, 384),
    ECC_NIST_P521(Family.EC, 521),
    ECC_SECG_P256K1(Family.KOBLITZ, 256),
    ECC_NIST_EDWARDS25519(Family.EDWARDS, 255),
    ML_DSA_44(Family.ML_DSA, 44),
    ML_DSA_65(Family.ML_DSA, 65),
    ML_DSA_87(Family.ML_DSA, 87),
    HMAC_224(Family.HMAC, 224),
    HMAC_256(Family.HMAC, 256),
    HMAC_384(Family.HMAC, 384),
    HMAC_512(Family.HMAC, 512);

    /// Keys of one family are made and used by the same code.
    enum Family {
        SYMMETRIC,
        RSA,
        EC,
        KOBLITZ,
        EDWARDS,
        ML_DSA,
        HMAC
    }

    private final Family family;
    private final int size;

    KeySpec(Family family, int size) {
        this.family = family;
        this.size = size;
    }

    /// Null when there is none of that name.
    static @Nullable KeySpec find(String name) {
        for (KeySpec spec : values()) {
            if (spec.name().equals(name)) {
                return spec;
            }
        }
        return null;
    }

    Family family() {
        return family;
    }

    /// In bits; of ML-DSA the number of its parameter set.
    int size() {
        return size;
    }

    boolean supports(KeyUsage usage) {
        return switch (family) {
            case SYMMETRIC -> usage == KeyUsage.ENCRYPT_DECRYPT;
            case RSA -> usage == KeyUsage.ENCRYPT_DECRYPT || usage == KeyUsage.SIGN_VERIFY;
            case EC -> usage == KeyUsage.SIGN_VERIFY || usage == KeyUsage.KEY_AGREEMENT;
            case KOBLITZ, EDWARDS, ML_DSA -> usage == KeyUsage.SIGN_VERIFY;
            case HMAC -> usage == KeyUsage.GENERATE_VERIFY_MAC;
        };
    }

    boolean isAsymmetric() {
        return family != Family.SYMMETRIC && family != Family.HMAC;
    }

    /// Empty unless the key is for that.
    List<String> signingAlgorithms(KeyUsage usage) {
        if (usage != KeyUsage.SIGN_VERIFY) {
            return List.of();
        }
        return switch (family) {
            case RSA ->
                List.of(
                        "RSASSA_PKCS1_V1_5_SHA_256",
                        "RSASSA_PKCS1_V1_5_SHA_384",
                        "RSASSA_PKCS1_V1_5_SHA_512",
                        "RSASSA_PSS_SHA_256",
                        "RSASSA_PSS_SHA_384",
                        "RSASSA_PSS_SHA_512");
            case EC, KOBLITZ -> List.of("ECDSA_SHA_" + (size == 521 ? 512 : size));
            case EDWARDS -> List.of("ED25519_SHA_512", "ED25519_PH_SHA_512");
            case ML_DSA -> List.of("ML_DSA_SHAKE_256");
            case SYMMETRIC, HMAC -> List.of();
        };
    }

    /// Empty unless the key is for that.
    List<String> encryptionAlgorithms(KeyUsage usage) {
        if (usage != KeyUsage.ENCRYPT_DECRYPT) {
            return List.of();
        }
        return family == Family.SYMMETRIC
                ? List.of("SYMMETRIC_DEFAULT")
                : List.of("RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256");
    }

    /// Empty unless the key is for that.
    List<String> macAlgorithms(KeyUsage usage) {
        return usage == KeyUsage.GENERATE_VERIFY_MAC ? List.of("HMAC_SHA_" + size) : List.of();
    }

    /// Empty unless the key is for that.
    List<String> keyAgreementAlgorithms(KeyUsage usage) {
        return usage == KeyUsage.KEY_AGREEMENT ? List.of("ECDH") : List.of();
    }
}
