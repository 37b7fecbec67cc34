package dev.virga.services.kms;

import dev.virga.api.kms.GenerateDataKeyPairWithoutPlaintextRequest;
import dev.virga.api.kms.GenerateDataKeyPairWithoutPlaintextResponse;
import dev.virga.api.kms.KmsOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.Arrays;
import java.util.List;

/// A new key pair for use outside of KMS, its private key encrypted under a key that stays here.
final class GenerateDataKeyPairWithoutPlaintext
        implements Operation<GenerateDataKeyPairWithoutPlaintextRequest, GenerateDataKeyPairWithoutPlaintextResponse> {
    private final Parts kms;

    GenerateDataKeyPairWithoutPlaintext(Parts kms) {
        this.kms = kms;
    }

    @Override
    public Op<GenerateDataKeyPairWithoutPlaintextRequest, GenerateDataKeyPairWithoutPlaintextResponse> op() {
        return KmsOps.GenerateDataKeyPairWithoutPlaintext;
    }

    @Override
    public List<Access> access(GenerateDataKeyPairWithoutPlaintextRequest input, Call call) {
        Keys.Named named = kms.keys().find(input, call, input.keyId());
        Conditions conditions = Conditions.of(named, call)
                .encryptionContext(input.encryptionContext())
                .and("kms:EncryptionAlgorithm", Encryption.SYMMETRIC)
                .and("kms:DataKeyPairSpec", input.keyPairSpec());
        return kms.permissions().on(named, "GenerateDataKeyPairWithoutPlaintext", call, conditions);
    }

    @Override
    public GenerateDataKeyPairWithoutPlaintextResponse handle(
            GenerateDataKeyPairWithoutPlaintextRequest input, Call call) {
        KmsKey key = kms.keys().authorized(input, call, input.keyId());
        kms.tokens().check(input.grantTokens());
        Uses.check(key, KeyUsage.ENCRYPT_DECRYPT, "GenerateDataKeyPairWithoutPlaintext");
        Uses.checkEncryption(key, Encryption.SYMMETRIC);
        KeySpec spec = KeySpec.find(input.keyPairSpec());
        if (spec == null) {
            throw KmsErrors.unsupported("KeyPairSpec " + input.keyPairSpec() + " is not supported in this region.");
        }
        if (Boolean.TRUE.equals(input.dryRun())) {
            throw KmsErrors.dryRun();
        }
        KeyPairs.Pair pair = kms.pairs().generate(spec);
        Encryption.Encrypted sealed =
                kms.encryption().encrypt(key, Encryption.SYMMETRIC, pair.secret(), input.encryptionContext());
        Arrays.fill(pair.secret(), (byte) 0);
        return GenerateDataKeyPairWithoutPlaintextResponse.builder()
                .privateKeyCiphertextBlob(sealed.blob())
                .publicKey(pair.publicKey())
                .keyId(key.arn())
                .keyPairSpec(spec.name())
                .keyMaterialId(sealed.material().id())
                .build();
    }
}
