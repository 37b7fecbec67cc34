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

    private static DataKeys.Asked asked(GenerateDataKeyPairRequest input) {
        return new DataKeys.Asked(
                "GenerateDataKeyPair",
                input,
                input.keyId(),
                input.encryptionContext(),
                input.grantTokens(),
                input.recipient(),
                input.dryRun());
    }

    @Override
    public List<Access> access(GenerateDataKeyPairRequest input, Call call) {
        return DataKeys.access(kms, asked(input), input.keyPairSpec(), call);
    }

    @Override
    public GenerateDataKeyPairResponse handle(GenerateDataKeyPairRequest input, Call call) {
        DataKeys.Made made = DataKeys.generate(kms, asked(input), DataKeys.pair(input.keyPairSpec()), call);
        return GenerateDataKeyPairResponse.builder()
                .privateKeyCiphertextBlob(made.sealed().blob())
                .privateKeyPlaintext(made.secret())
                .publicKey(made.publicKey())
                .keyPairSpec(input.keyPairSpec())
                .keyId(made.key().arn())
                .keyMaterialId(made.sealed().material().id())
                .build();
    }
}
