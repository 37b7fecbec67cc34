package dev.virga.services.kms;

import dev.virga.api.kms.GenerateDataKeyRequest;
import dev.virga.api.kms.GenerateDataKeyResponse;
import dev.virga.api.kms.KmsOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// A new key for use outside of KMS, and the same encrypted under a key that stays here.
final class GenerateDataKey implements Operation<GenerateDataKeyRequest, GenerateDataKeyResponse> {
    private final Parts kms;

    GenerateDataKey(Parts kms) {
        this.kms = kms;
    }

    @Override
    public Op<GenerateDataKeyRequest, GenerateDataKeyResponse> op() {
        return KmsOps.GenerateDataKey;
    }

    private static DataKeys.Asked asked(GenerateDataKeyRequest input) {
        return new DataKeys.Asked(
                "GenerateDataKey",
                input,
                input.keyId(),
                input.encryptionContext(),
                input.grantTokens(),
                input.recipient(),
                input.dryRun());
    }

    @Override
    public List<Access> access(GenerateDataKeyRequest input, Call call) {
        return DataKeys.access(kms, asked(input), null, call);
    }

    @Override
    public GenerateDataKeyResponse handle(GenerateDataKeyRequest input, Call call) {
        DataKeys.Made made =
                DataKeys.generate(kms, asked(input), DataKeys.key(input.keySpec(), input.numberOfBytes()), call);
        return GenerateDataKeyResponse.builder()
                .ciphertextBlob(made.sealed().blob())
                .plaintext(made.secret())
                .keyId(made.key().arn())
                .keyMaterialId(made.sealed().material().id())
                .build();
    }
}
