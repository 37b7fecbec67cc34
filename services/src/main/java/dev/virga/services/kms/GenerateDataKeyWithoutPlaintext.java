package dev.virga.services.kms;

import dev.virga.api.kms.GenerateDataKeyWithoutPlaintextRequest;
import dev.virga.api.kms.GenerateDataKeyWithoutPlaintextResponse;
import dev.virga.api.kms.KmsOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// A new key for use outside of KMS, encrypted: to be decrypted when it is needed.
final class GenerateDataKeyWithoutPlaintext
        implements Operation<GenerateDataKeyWithoutPlaintextRequest, GenerateDataKeyWithoutPlaintextResponse> {
    private final Parts kms;

    GenerateDataKeyWithoutPlaintext(Parts kms) {
        this.kms = kms;
    }

    @Override
    public Op<GenerateDataKeyWithoutPlaintextRequest, GenerateDataKeyWithoutPlaintextResponse> op() {
        return KmsOps.GenerateDataKeyWithoutPlaintext;
    }

    private static DataKeys.Asked asked(GenerateDataKeyWithoutPlaintextRequest input) {
        return new DataKeys.Asked(
                "GenerateDataKeyWithoutPlaintext",
                input,
                input.keyId(),
                input.encryptionContext(),
                input.grantTokens(),
                null,
                input.dryRun());
    }

    @Override
    public List<Access> access(GenerateDataKeyWithoutPlaintextRequest input, Call call) {
        return DataKeys.access(kms, asked(input), null, call);
    }

    @Override
    public GenerateDataKeyWithoutPlaintextResponse handle(GenerateDataKeyWithoutPlaintextRequest input, Call call) {
        DataKeys.Made made = DataKeys.generate(
                        kms, asked(input), DataKeys.key(input.keySpec(), input.numberOfBytes()), call)
                .withoutSecret();
        return GenerateDataKeyWithoutPlaintextResponse.builder()
                .ciphertextBlob(made.sealed().blob())
                .keyId(made.key().arn())
                .keyMaterialId(made.sealed().material().id())
                .build();
    }
}
