package dev.virga.kernel;

import dev.virga.api.kms.DecryptRequest;
import dev.virga.api.kms.EncryptRequest;
import dev.virga.api.kms.GenerateDataKeyRequest;
import dev.virga.api.kms.GenerateDataKeyResponse;
import dev.virga.api.kms.KmsOps;
import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import dev.virga.wire.AwsException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Values that a service keeps for its clients, encrypted under a KMS key. KMS is called as the
/// client itself, through the service: so the key's policy decides who can read.
///
///     enveloped  data key wrapped by KMS + nonce (12 bytes) + AES-256-GCM ciphertext
///     direct     ciphertext of KMS; up to 4 KB
///
/// The encryption context is bound to both. Any thread may call it.
public final class KmsEnvelope {
    /// What KMS encrypts itself.
    public static final int DIRECT_BYTES = 4096;

    private static final int FORMAT = 1;
    private static final int ENVELOPED = 1;
    private static final int DIRECT = 2;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final Cloud cloud;
    private final String service;
    private final SecureRandom random = new SecureRandom();

    /// @param service through which the client calls, e.g. `secretsmanager`
    public KmsEnvelope(Cloud cloud, String service) {
        this.cloud = cloud;
        this.service = service;
    }

    /// Encrypts with a data key that is used once.
    ///
    /// @param region of the key
    /// @param keyId id, ARN or alias
    /// @throws AwsException what KMS answers
    public byte[] seal(Call call, String region, String keyId, Map<String, String> context, byte[] plain) {
        GenerateDataKeyResponse key = cloud.call(
                through(call, region),
                KmsOps.GenerateDataKey,
                GenerateDataKeyRequest.builder()
                        .keyId(keyId)
                        .keySpec("AES_256")
                        .encryptionContext(context)
                        .build());
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] secret = key.plaintext();
        try {
            return new RowWriter(FORMAT)
                    .varint(ENVELOPED)
                    .bytes(key.ciphertextBlob())
                    .bytes(nonce)
                    .bytes(cipher(Cipher.ENCRYPT_MODE, secret, nonce).doFinal(plain))
                    .toBytes();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /// Lets KMS encrypt the value itself, of [#DIRECT_BYTES] at most.
    ///
    /// @throws AwsException what KMS answers
    public byte[] sealDirectly(Call call, String region, String keyId, Map<String, String> context, byte[] plain) {
        byte[] blob = cloud.call(
                        through(call, region),
                        KmsOps.Encrypt,
                        EncryptRequest.builder()
                                .keyId(keyId)
                                .plaintext(plain)
                                .encryptionContext(context)
                                .build())
                .ciphertextBlob();
        return new RowWriter(FORMAT).varint(DIRECT).bytes(blob).toBytes();
    }

    /// @throws AwsException what KMS answers
    public byte[] open(Call call, String region, Map<String, String> context, byte[] sealed) {
        RowReader row = new RowReader(sealed).upTo(FORMAT);
        boolean enveloped = row.varint() == ENVELOPED;
        byte[] plain = cloud.call(
                        through(call, region),
                        KmsOps.Decrypt,
                        DecryptRequest.builder()
                                .ciphertextBlob(row.bytes())
                                .encryptionContext(context)
                                .build())
                .plaintext();
        if (!enveloped) {
            return plain;
        }
        try {
            return cipher(Cipher.DECRYPT_MODE, plain, row.bytes()).doFinal(row.bytes());
        } catch (AEADBadTagException e) {
            throw new IllegalStateException("a value of " + service + " was changed on the disk");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    private static Cipher cipher(int mode, byte[] key, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }

    private Call through(Call call, String region) {
        return call.via(service).in(region);
    }
}
