package dev.virga.services.kms;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.util.Arrays;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/// Ed25519 of messages by the JDK; Ed25519ph of digests, which the JDK cannot take, by Bouncy
/// Castle.
record EdwardsMaterial(PrivateKey privateKey, PublicKey publicKey) implements KeyMaterial, Signer {
    private static final String PREHASHED = "ED25519_PH_SHA_512";
    private static final String NAME = "Ed25519";
    private static final int DIGEST_BYTES = 64;
    private static final int KEY_BYTES = 32;

    @Override
    public byte[] sign(String algorithm, byte[] message, MessageType type) {
        check(algorithm, message, type);
        if (algorithm.equals(PREHASHED)) {
            byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
            byte[] secret = secret();
            Ed25519.signPrehash(secret, 0, new byte[0], message, 0, signature, 0);
            Arrays.fill(secret, (byte) 0);
            return signature;
        }
        try {
            Signature signature = Signature.getInstance(NAME);
            signature.initSign(privateKey);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public boolean verify(String algorithm, byte[] message, MessageType type, byte[] signature) {
        check(algorithm, message, type);
        if (algorithm.equals(PREHASHED)) {
            byte[] x509 = publicKey.getEncoded();
            return signature.length == Ed25519.SIGNATURE_SIZE
                    && Ed25519.verifyPrehash(signature, 0, x509, x509.length - KEY_BYTES, new byte[0], message, 0);
        }
        try {
            Signature check = Signature.getInstance(NAME);
            check.initVerify(publicKey);
            check.update(message);
            return check.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static void check(String algorithm, byte[] message, MessageType type) {
        MessageType wanted = algorithm.equals(PREHASHED) ? MessageType.DIGEST : MessageType.RAW;
        if (type != wanted) {
            throw Digests.wrongType(algorithm, type);
        }
        if (wanted == MessageType.DIGEST && message.length != DIGEST_BYTES) {
            throw KmsErrors.validation("Digest is invalid length for algorithm " + algorithm + ".");
        }
    }

    private byte[] secret() {
        return privateKey instanceof EdECPrivateKey key ? key.getBytes().orElseThrow() : new byte[0];
    }
}
