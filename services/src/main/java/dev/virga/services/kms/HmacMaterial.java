package dev.virga.services.kms;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// HMAC with the hash that the key's length stands for.
record HmacMaterial(SecretKeySpec key) implements KeyMaterial {
    /// @param algorithm e.g. `HMAC_SHA_256`
    byte[] mac(String algorithm, byte[] message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA" + algorithm.substring(algorithm.lastIndexOf('_') + 1));
            mac.init(key);
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Takes the same time whatever differs.
    boolean verify(String algorithm, byte[] message, byte[] mac) {
        return MessageDigest.isEqual(mac(algorithm, message), mac);
    }
}
