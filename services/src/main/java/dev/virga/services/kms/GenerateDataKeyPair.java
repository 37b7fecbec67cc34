package dev.virga.services.kms;

import dev.virga.api.kms.GenerateDataKeyPairRequest;
import dev.virga.api.kms.GenerateDataKeyPairResponse;
import dev.virga.api.kms.KmsOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// A new key pair for use outside of KMS, its private key encrypted under a key that stays here as
/// well.
final class GenerateDataKeyPair implements Operation<GenerateDataKeyPairRequest, GenerateDataKeyPairResponse> {
    private final Parts kms;

    GenerateDataKeyPair(Parts kms) {
        this.kms = kms;
    }

    @Override
    public Op<GenerateDataKeyPairRequest, GenerateDataKeyPairResponse> op() {
        return KmsOps.GenerateDataKeyPair;
    }

    @Override
    public List<Access> access(GenerateDataKeyPairRequest input, Call call) {
        Keys.Named named = kms.keys().find(input, call, input.keyId());
        Conditions conditions = Conditions.of(named, call)
                .encryptionContext(input.encryptionContext())
                .and("kms:EncryptionAlgorithm", Encryption.SYMMETRIC)
                .and("kms:DataKeyPairSpec", input.keyPairSpec());
        return kms.permissions().on(named, "GenerateDataKeyPair", call, conditions);
    }

    @Override
    public GenerateDataKeyPairResponse handle(GenerateDataKeyPairRequest input, Call call) {
        KmsKey key = kms.keys().authorized(input, call, input.keyId());
        kms.tokens().check(input.grantTokens());
        Uses.check(key, KeyUsage.ENCRYPT_DECRYPT, "GenerateDataKeyPair");
        Uses.checkEncryption(key, Encryption.SYMMETRIC);
        KeySpec spec = KeySpec.find(input.keyPairSpec());
        if (spec == null) {
            throw KmsErrors.unsupported("KeyPairSpec " + input.keyPairSpec() + " is not supported in this region.");
        }
        if (input.recipient() != null) {
            throw KmsErrors.notImplemented("GenerateDataKeyPair with Recipient");
        }
        if (Boolean.TRUE.equals(input.dryRun())) {
            throw KmsErrors.dryRun();
        }
        KeyPairs.Pair pair = kms.pairs().generate(spec);
        Encryption.Encrypted sealed =
                kms.encryption().encrypt(key, Encryption.SYMMETRIC, pair.secret(), input.encryptionContext());
        return GenerateDataKeyPairResponse.builder()
                .privateKeyCiphertextBlob(sealed.blob())
                .privateKeyPlaintext(pair.secret())
                .publicKey(pair.publicKey())
                .keyId(key.arn())
                .keyPairSpec(spec.name())
                .keyMaterialId(sealed.material().id())
                .build();
    }
}
