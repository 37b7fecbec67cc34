package dev.virga.services.kms;

import dev.virga.api.kms.GenerateRandomRequest;
import dev.virga.api.kms.GenerateRandomResponse;
import dev.virga.api.kms.KmsOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Random bytes.
final class GenerateRandom implements Operation<GenerateRandomRequest, GenerateRandomResponse> {
    private final Parts kms;

    GenerateRandom(Parts kms) {
        this.kms = kms;
    }

    @Override
    public Op<GenerateRandomRequest, GenerateRandomResponse> op() {
        return KmsOps.GenerateRandom;
    }

    @Override
    public List<Access> access(GenerateRandomRequest input, Call call) {
        return kms.permissions().onAll("GenerateRandom", call);
    }

    @Override
    public GenerateRandomResponse handle(GenerateRandomRequest input, Call call) {
        if (input.customKeyStoreId() != null) {
            throw KmsErrors.notImplemented("GenerateRandom with CustomKeyStoreId");
        }
        if (input.recipient() != null) {
            throw KmsErrors.notImplemented("GenerateRandom with Recipient");
        }
        if (input.numberOfBytes() == null) {
            throw KmsErrors.validation("NumberOfBytes is required.");
        }
        return GenerateRandomResponse.builder()
                .plaintext(kms.encryption().random(input.numberOfBytes()))
                .build();
    }
}
