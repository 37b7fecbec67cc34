package dev.virga.services.kms;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.jspecify.annotations.Nullable;

/// Encrypts with OAEP; signs with PSS or PKCS #1 v1.5, messages and digests on the same path. A
/// signature is checked by making what it should contain and comparing, never by taking it apart.
record RsaMaterial(PrivateKey privateKey, RSAPublicKey publicKey, SecureRandom random) implements KeyMaterial, Signer {
    private static final int OAEP_OVERHEAD = 2;

    /// DER of the DigestInfo before the hash itself, RFC 8017 9.2.
    private static byte[] digestInfo(String digest) {
        return HexFormat.of()
                .parseHex(
                        switch (digest) {
                            case "SHA-256" -> "3031300d060960864801650304020105000420";
                            case "SHA-384" -> "3041300d060960864801650304020205000430";
                            case "SHA-512" -> "3051300d060960864801650304020305000440";
                            default -> throw new IllegalStateException("no DigestInfo for " + digest);
                        });
    }

    /// @throws dev.virga.wire.AwsException ValidationException
    byte[] encrypt(KmsKey key, String algorithm, byte[] plaintext) {
        int hash = Digests.of(Digests.name(algorithm)).getDigestLength();
        int most = bytes(publicKey) - OAEP_OVERHEAD * hash - OAEP_OVERHEAD;
        if (plaintext.length > most) {
            throw KmsErrors.validation("Algorithm " + algorithm + " and key spec " + key.spec()
                    + " cannot encrypt data larger than " + most + " bytes.");
        }
        byte[] blob = oaep(Cipher.ENCRYPT_MODE, publicKey, algorithm, plaintext);
        if (blob == null) {
            throw new IllegalStateException("RSA cannot encrypt " + plaintext.length + " bytes");
        }
        return blob;
    }

    /// Null when it was not encrypted with this key and algorithm.
    byte @Nullable [] decrypt(String algorithm, byte[] blob) {
        return blob.length == bytes(publicKey) ? oaep(Cipher.DECRYPT_MODE, privateKey, algorithm, blob) : null;
    }

    /// Also unwraps imported material.
    static byte @Nullable [] oaep(int mode, Key key, String algorithm, byte[] input) {
        String hash = Digests.name(algorithm);
        MGF1ParameterSpec mask = new MGF1ParameterSpec(hash);
        try {
            Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
            cipher.init(mode, key, new OAEPParameterSpec(hash, "MGF1", mask, PSource.PSpecified.DEFAULT));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException e) {
            // Which step failed must not show: answers differ in nothing.
            return null;
        }
    }

    @Override
    public byte[] sign(String algorithm, byte[] message, MessageType type) {
        byte[] hash = Digests.of(algorithm, message, type);
        byte[] encoded = isPss(algorithm) ? pss(algorithm, hash) : pkcs1(algorithm, hash, bytes(publicKey));
        byte[] signature = raw(Cipher.DECRYPT_MODE, privateKey, encoded);
        if (signature == null) {
            throw new IllegalStateException("RSA cannot sign");
        }
        return signature;
    }

    private byte[] pss(String algorithm, byte[] hash) {
        byte[] salt = new byte[hash.length];
        random.nextBytes(salt);
        return RsaPss.encode(hash, Digests.name(algorithm), bytes(publicKey), salt);
    }

    @Override
    public boolean verify(String algorithm, byte[] message, MessageType type, byte[] signature) {
        return verify(publicKey, algorithm, message, type, signature);
    }

    static boolean verify(
            RSAPublicKey publicKey, String algorithm, byte[] message, MessageType type, byte[] signature) {
        byte[] hash = Digests.of(algorithm, message, type);
        int length = bytes(publicKey);
        byte[] encoded = signature.length == length ? raw(Cipher.ENCRYPT_MODE, publicKey, signature) : null;
        if (encoded == null) {
            return false;
        }
        return isPss(algorithm)
                ? RsaPss.matches(encoded, hash, Digests.name(algorithm))
                : MessageDigest.isEqual(encoded, pkcs1(algorithm, hash, length));
    }

    /// EMSA-PKCS1-v1_5 of RFC 8017, 9.2.
    private static byte[] pkcs1(String algorithm, byte[] hash, int length) {
        byte[] info = digestInfo(Digests.name(algorithm));
        byte[] encoded = new byte[length];
        int end = length - hash.length - info.length;
        encoded[1] = 1;
        Arrays.fill(encoded, 2, end - 1, (byte) 0xff);
        System.arraycopy(info, 0, encoded, end, info.length);
        System.arraycopy(hash, 0, encoded, end + info.length, hash.length);
        return encoded;
    }

    private static byte @Nullable [] raw(int mode, Key key, byte[] input) {
        try {
            Cipher cipher = Cipher.getInstance("RSA/ECB/NoPadding");
            cipher.init(mode, key);
            return cipher.doFinal(input);
        } catch (GeneralSecurityException e) {
            // A number that is larger than the modulus.
            return null;
        }
    }

    private static boolean isPss(String algorithm) {
        return algorithm.startsWith("RSASSA_PSS_");
    }

    private static int bytes(RSAPublicKey key) {
        return (key.getModulus().bitLength() + 7) / 8;
    }
}
