package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.UpdateServerCertificateRequest;
import dev.virga.api.iam.UpdateServerCertificateResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Gives a server certificate another name or path.
final class UpdateServerCertificate
        implements Operation<UpdateServerCertificateRequest, UpdateServerCertificateResponse> {
    private final Tables tables;

    UpdateServerCertificate(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<UpdateServerCertificateRequest, UpdateServerCertificateResponse> op() {
        return IamOps.UpdateServerCertificate;
    }

    @Override
    public List<Access> access(UpdateServerCertificateRequest input, Call call) {
        return List.of(tables.onServerCertificate("UpdateServerCertificate", call, input.serverCertificateName()));
    }

    @Override
    public UpdateServerCertificateResponse handle(UpdateServerCertificateRequest input, Call call) {
        tables.serverCertificates.update(call.account(), input.serverCertificateName(), old -> {
            String path = input.newPath() == null ? old.path() : input.newPath();
            String name = input.newServerCertificateName() == null ? old.name() : input.newServerCertificateName();
            return EntityTable.Change.to(old.renamed(path, name));
        });
        return UpdateServerCertificateResponse.builder().build();
    }
}
