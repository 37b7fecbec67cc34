package dev.virga.services.kms;

import dev.virga.api.kms.RecipientInfo;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.wire.Struct;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Keys and key pairs for use outside of KMS, encrypted under a key that stays here: what the four
/// GenerateDataKey operations have in common. They differ in what is made and in what is answered.
final class DataKeys {
    private static final int AES_256_BYTES = 32;
    private static final int AES_128_BYTES = 16;

    private DataKeys() {}

    /// A request of one of them.
    record Asked(
            String operation,
            Struct input,
            String keyId,
            @Nullable Map<String, String> encryptionContext,
            @Nullable List<String> grantTokens,
            @Nullable RecipientInfo recipient,
            @Nullable Boolean dryRun) {}

    /// @param secret of which the answer may hold a copy; zero once the answer is made without
    /// @param publicKey empty for data keys
    record Made(KmsKey key, byte[] secret, byte[] publicKey, Encryption.Encrypted sealed) {
        /// For operations that do not show it.
        Made withoutSecret() {
            Arrays.fill(secret, (byte) 0);
            return this;
        }
    }

    /// What is to be made: the request is checked at once, the key is made when it is asked for.
    interface Kind extends Function<Parts, Supplier<KeyPairs.Pair>> {}

    /// @param pairSpec null for data keys
    static List<Access> access(Parts kms, Asked asked, @Nullable String pairSpec, Call call) {
        Keys.Named named = kms.keys().find(asked.input(), call, asked.keyId());
        Conditions conditions = Conditions.of(named, call)
                .encryptionContext(asked.encryptionContext())
                .and("kms:EncryptionAlgorithm", Encryption.SYMMETRIC);
        return kms.permissions()
                .on(
                        named,
                        asked.operation(),
                        call,
                        pairSpec == null ? conditions : conditions.and("kms:DataKeyPairSpec", pairSpec));
    }

    static Made generate(Parts kms, Asked asked, Kind kind, Call call) {
        kms.tokens().check(asked.grantTokens());
        KmsKey key = kms.keys().authorized(asked.input(), call, asked.keyId());
        Uses.check(key, KeyUsage.ENCRYPT_DECRYPT, asked.operation());
        Uses.checkEncryption(key, Encryption.SYMMETRIC);
        Supplier<KeyPairs.Pair> maker = kind.apply(kms);
        if (asked.recipient() != null) {
            throw KmsErrors.notImplemented(asked.operation() + " with Recipient");
        }
        if (Boolean.TRUE.equals(asked.dryRun())) {
            throw KmsErrors.dryRun();
        }
        KeyPairs.Pair made = maker.get();
        Encryption.Encrypted sealed =
                kms.encryption().encrypt(key, Encryption.SYMMETRIC, made.secret(), asked.encryptionContext());
        return new Made(key, made.secret(), made.publicKey(), sealed);
    }

    /// @throws dev.virga.wire.AwsException ValidationException
    static Kind key(@Nullable String keySpec, @Nullable Integer numberOfBytes) {
        return kms -> {
            int bytes = bytes(keySpec, numberOfBytes);
            return () -> new KeyPairs.Pair(kms.encryption().random(bytes), new byte[0]);
        };
    }

    /// @throws dev.virga.wire.AwsException UnsupportedOperationException
    static Kind pair(String pairSpec) {
        return kms -> {
            KeySpec spec = KeySpec.find(pairSpec);
            if (spec == null) {
                throw KmsErrors.unsupported("KeyPairSpec " + pairSpec + " is not supported in this region.");
            }
            return () -> kms.pairs().generate(spec);
        };
    }

    private static int bytes(@Nullable String keySpec, @Nullable Integer numberOfBytes) {
        if ((keySpec == null) == (numberOfBytes == null)) {
            throw KmsErrors.validation("Please specify either number of bytes or key spec.");
        }
        if (numberOfBytes != null) {
            return numberOfBytes;
        }
        return "AES_128".equals(keySpec) ? AES_128_BYTES : AES_256_BYTES;
    }
}
