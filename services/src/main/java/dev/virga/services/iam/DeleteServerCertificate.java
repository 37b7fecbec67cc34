package dev.virga.services.iam;

import dev.virga.api.iam.DeleteServerCertificateRequest;
import dev.virga.api.iam.DeleteServerCertificateResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Deletes a server certificate and its private key.
final class DeleteServerCertificate
        implements Operation<DeleteServerCertificateRequest, DeleteServerCertificateResponse> {
    private final Tables tables;

    DeleteServerCertificate(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<DeleteServerCertificateRequest, DeleteServerCertificateResponse> op() {
        return IamOps.DeleteServerCertificate;
    }

    @Override
    public List<Access> access(DeleteServerCertificateRequest input, Call call) {
        return List.of(tables.onServerCertificate("DeleteServerCertificate", call, input.serverCertificateName()));
    }

    @Override
    public DeleteServerCertificateResponse handle(DeleteServerCertificateRequest input, Call call) {
        tables.serverCertificates.delete(call.account(), input.serverCertificateName(), gone -> List.of());
        return DeleteServerCertificateResponse.builder().build();
    }
}
