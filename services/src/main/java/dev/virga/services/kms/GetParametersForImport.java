package dev.virga.services.kms;

import dev.virga.api.kms.GetParametersForImportRequest;
import dev.virga.api.kms.GetParametersForImportResponse;
import dev.virga.api.kms.KmsOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// A public key to wrap key material with, and a token that goes with it for a day.
final class GetParametersForImport implements Operation<GetParametersForImportRequest, GetParametersForImportResponse> {
    private final Parts kms;

    GetParametersForImport(Parts kms) {
        this.kms = kms;
    }

    @Override
    public Op<GetParametersForImportRequest, GetParametersForImportResponse> op() {
        return KmsOps.GetParametersForImport;
    }

    @Override
    public List<Access> access(GetParametersForImportRequest input, Call call) {
        Keys.Named named = kms.keys().findOwn(input, call, input.keyId());
        Conditions conditions = Conditions.of(named, call)
                .and("kms:WrappingAlgorithm", input.wrappingAlgorithm())
                .and("kms:WrappingKeySpec", input.wrappingKeySpec());
        return kms.permissions().on(named, "GetParametersForImport", call, conditions);
    }

    @Override
    public GetParametersForImportResponse handle(GetParametersForImportRequest input, Call call) {
        KmsKey key = kms.keys().authorized(input, call, input.keyId());

        Imports.check(key);
        Imports.Parameters made =
                kms.imports().parameters(key, input.wrappingAlgorithm(), input.wrappingKeySpec(), call.time());
        return GetParametersForImportResponse.builder()
                .keyId(key.arn())
                .importToken(made.token())
                .publicKey(made.publicKey())
                .parametersValidTo(made.validTo())
                .build();
    }
}
