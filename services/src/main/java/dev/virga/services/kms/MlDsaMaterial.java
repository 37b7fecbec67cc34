package dev.virga.services.kms;

import java.io.IOException;
import java.security.SecureRandom;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.pqc.crypto.mldsa.MLDSAParameters;
import org.bouncycastle.pqc.crypto.mldsa.MLDSAPrivateKeyParameters;
import org.bouncycastle.pqc.crypto.mldsa.MLDSASigner;
import org.bouncycastle.pqc.crypto.util.SubjectPublicKeyInfoFactory;

/// ML-DSA (FIPS 204). The JDK has it as well, but takes no external mu.
///
/// The secret that is stored is the seed of 32 bytes.
record MlDsaMaterial(MLDSAPrivateKeyParameters key, SecureRandom random) implements KeyMaterial, Signer {
    private static final int SEED_BYTES = 32;
    private static final int MU_BYTES = 64;

    static MlDsaMaterial of(KeySpec spec, byte[] seed, SecureRandom random) {
        MLDSAParameters parameters =
                switch (spec.size()) {
                    case 44 -> MLDSAParameters.ml_dsa_44;
                    case 65 -> MLDSAParameters.ml_dsa_65;
                    default -> MLDSAParameters.ml_dsa_87;
                };
        return new MlDsaMaterial(new MLDSAPrivateKeyParameters(parameters, seed), random);
    }

    static KeyPairs.Pair generate(KeySpec spec, SecureRandom random) throws IOException {
        byte[] seed = new byte[SEED_BYTES];
        random.nextBytes(seed);
        MlDsaMaterial made = of(spec, seed, random);
        return new KeyPairs.Pair(
                seed,
                SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(
                                made.key().getPublicKeyParameters())
                        .getEncoded());
    }

    @Override
    public byte[] sign(String algorithm, byte[] message, MessageType type) {
        check(algorithm, message, type);
        MLDSASigner signer = new MLDSASigner();
        signer.init(true, new ParametersWithRandom(key, random));
        try {
            if (type == MessageType.EXTERNAL_MU) {
                return signer.generateMuSignature(message);
            }
            signer.update(message, 0, message.length);
            return signer.generateSignature();
        } catch (CryptoException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public boolean verify(String algorithm, byte[] message, MessageType type, byte[] signature) {
        check(algorithm, message, type);
        MLDSASigner signer = new MLDSASigner();
        signer.init(false, key.getPublicKeyParameters());
        if (type == MessageType.EXTERNAL_MU) {
            return signer.verifyMuSignature(message, signature);
        }
        signer.update(message, 0, message.length);
        return signer.verifySignature(signature);
    }

    private static void check(String algorithm, byte[] message, MessageType type) {
        if (type == MessageType.DIGEST) {
            throw Digests.wrongType(algorithm, type);
        }
        if (type == MessageType.EXTERNAL_MU && message.length != MU_BYTES) {
            throw KmsErrors.validation("An external mu has " + MU_BYTES + " bytes.");
        }
    }
}
