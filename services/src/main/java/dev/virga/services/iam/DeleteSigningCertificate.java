package dev.virga.services.iam;

import dev.virga.api.iam.DeleteSigningCertificateRequest;
import dev.virga.api.iam.DeleteSigningCertificateResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Removes a signing certificate of a user.
final class DeleteSigningCertificate
        implements Operation<DeleteSigningCertificateRequest, DeleteSigningCertificateResponse> {
    private final Tables tables;

    DeleteSigningCertificate(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<DeleteSigningCertificateRequest, DeleteSigningCertificateResponse> op() {
        return IamOps.DeleteSigningCertificate;
    }

    @Override
    public List<Access> access(DeleteSigningCertificateRequest input, Call call) {
        return List.of(tables.onUser("DeleteSigningCertificate", call, UserOfCall.name(input.userName(), call)));
    }

    @Override
    public DeleteSigningCertificateResponse handle(DeleteSigningCertificateRequest input, Call call) {
        tables.signingCertificates.remove(
                call.account(), UserOfCall.name(input.userName(), call), input.certificateId());
        return DeleteSigningCertificateResponse.builder().build();
    }
}
