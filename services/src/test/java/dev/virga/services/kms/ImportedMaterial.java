package dev.virga.services.kms;

import dev.virga.api.kms.*;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/// Wraps key material as a client does.
record ImportedMaterial(KmsFixture kms) {
    void bring(String key, byte[] secret) {
        bring(key, secret, null);
    }

    void bring(String key, byte[] secret, Instant validTo) {
        GetParametersForImportResponse parameters = kms.call(
                KmsOps.GetParametersForImport,
                GetParametersForImportRequest.builder()
                        .keyId(key)
                        .wrappingAlgorithm("RSA_AES_KEY_WRAP_SHA_256")
                        .wrappingKeySpec("RSA_2048")
                        .build());
        kms.call(
                KmsOps.ImportKeyMaterial,
                ImportKeyMaterialRequest.builder()
                        .keyId(key)
                        .importToken(parameters.importToken())
                        .encryptedKeyMaterial(wrap(parameters.publicKey(), secret))
                        .expirationModel(validTo == null ? "KEY_MATERIAL_DOES_NOT_EXPIRE" : "KEY_MATERIAL_EXPIRES")
                        .validTo(validTo)
                        .build());
    }

    private static byte[] wrap(byte[] x509, byte[] secret) {
        try {
            PublicKey key = KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(x509));
            SecretKey aes = KeyGenerator.getInstance("AES").generateKey();
            Cipher rsa = Cipher.getInstance("RSA/ECB/OAEPPadding");
            rsa.init(
                    Cipher.ENCRYPT_MODE,
                    key,
                    new OAEPParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT));
            byte[] first = rsa.doFinal(aes.getEncoded());
            Cipher wrap = Cipher.getInstance("AES/KWP/NoPadding");
            wrap.init(Cipher.ENCRYPT_MODE, aes);
            byte[] second = wrap.doFinal(secret);
            byte[] both = java.util.Arrays.copyOf(first, first.length + second.length);
            System.arraycopy(second, 0, both, first.length, second.length);
            return both;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
