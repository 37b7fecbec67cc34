package dev.virga.services.kms;

import dev.virga.api.kms.GenerateDataKeyPairWithoutPlaintextRequest;
import dev.virga.api.kms.GenerateDataKeyPairWithoutPlaintextResponse;
import dev.virga.api.kms.KmsOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
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

    private static DataKeys.Asked asked(GenerateDataKeyPairWithoutPlaintextRequest input) {
        return new DataKeys.Asked(
                "GenerateDataKeyPairWithoutPlaintext",
                input,
                input.keyId(),
                input.encryptionContext(),
                input.grantTokens(),
                null,
                input.dryRun());
    }

    @Override
    public List<Access> access(GenerateDataKeyPairWithoutPlaintextRequest input, Call call) {
        return DataKeys.access(kms, asked(input), input.keyPairSpec(), call);
    }

    @Override
    public GenerateDataKeyPairWithoutPlaintextResponse handle(
            GenerateDataKeyPairWithoutPlaintextRequest input, Call call) {
        DataKeys.Made made = DataKeys.generate(kms, asked(input), DataKeys.pair(input.keyPairSpec()), call)
                .withoutSecret();
        return GenerateDataKeyPairWithoutPlaintextResponse.builder()
                .privateKeyCiphertextBlob(made.sealed().blob())
                .publicKey(made.publicKey())
                .keyPairSpec(input.keyPairSpec())
                .keyId(made.key().arn())
                .keyMaterialId(made.sealed().material().id())
                .build();
    }
}
