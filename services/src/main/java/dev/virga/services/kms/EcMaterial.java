package dev.virga.services.kms;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import javax.crypto.KeyAgreement;

/// The curves of NIST, by the JDK: ECDSA, and ECDH for key agreement.
record EcMaterial(PrivateKey privateKey, ECPublicKey publicKey, SecureRandom random) implements KeyMaterial, Signer {
    private static final String OF_DIGEST = "NONEwithECDSA";
    private static final byte SEQUENCE = 0x30;
    private static final byte INTEGER = 2;
    private static final int LONG_LENGTH = 0x81;

    @Override
    public byte[] sign(String algorithm, byte[] message, MessageType type) {
        byte[] hash = Digests.of(algorithm, message, type);
        try {
            Signature signature = Signature.getInstance(OF_DIGEST);
            signature.initSign(privateKey, random);
            signature.update(hash);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public boolean verify(String algorithm, byte[] message, MessageType type, byte[] signature) {
        return verify(publicKey, algorithm, message, type, signature);
    }

    static boolean verify(PublicKey publicKey, String algorithm, byte[] message, MessageType type, byte[] signature) {
        byte[] hash = Digests.of(algorithm, message, type);
        if (!isDer(signature)) {
            return false;
        }
        try {
            Signature check = Signature.getInstance(OF_DIGEST);
            check.initVerify(publicKey);
            check.update(hash);
            return check.verify(signature);
        } catch (GeneralSecurityException e) {
            // No signature at all: broken DER, numbers out of range.
            return false;
        }
    }

    /// Whether it is a sequence of two positive numbers in their only encoding. The JDK also takes
    /// numbers whose sign is wrong, so that one signature would have several forms.
    private static boolean isDer(byte[] bytes) {
        int at = 2;
        if (bytes.length > 2 && (bytes[1] & 0xff) == LONG_LENGTH) {
            at = 3;
        }
        if (bytes.length <= at || bytes[0] != SEQUENCE) {
            return false;
        }
        int first = end(bytes, at);
        return first > 0 && end(bytes, first) == bytes.length;
    }

    /// Where the number that begins here ends; -1 when there is none.
    private static int end(byte[] bytes, int at) {
        if (bytes.length - at < 3 || bytes[at] != INTEGER || bytes[at + 1] <= 0) {
            return -1;
        }
        int end = at + 2 + bytes[at + 1];
        boolean padded = bytes[at + 2] == 0 && bytes[at + 1] > 1 && end <= bytes.length && bytes[at + 3] >= 0;
        return end > bytes.length || bytes[at + 2] < 0 || padded ? -1 : end;
    }

    /// @param other X.509
    /// @throws dev.virga.wire.AwsException ValidationException
    byte[] derive(byte[] other) {
        try {
            PublicKey peer = KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(other));
            if (!(peer instanceof ECPublicKey point)
                    || !point.getParams()
                            .getCurve()
                            .equals(publicKey.getParams().getCurve())) {
                throw wrongPublicKey();
            }
            KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
            agreement.init(privateKey);
            // Refuses points that are not on the curve.
            agreement.doPhase(peer, true);
            return agreement.generateSecret();
        } catch (GeneralSecurityException e) {
            throw wrongPublicKey();
        }
    }

    private static RuntimeException wrongPublicKey() {
        return KmsErrors.validation("The public key is not a DER-encoded X.509 key on the curve of the KMS key.");
    }
}
