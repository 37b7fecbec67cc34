package dev.virga.services.iam;

import dev.virga.api.iam.GetServerCertificateRequest;
import dev.virga.api.iam.GetServerCertificateResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Shows a server certificate and its chain, without the private key.
final class GetServerCertificate implements Operation<GetServerCertificateRequest, GetServerCertificateResponse> {
    private final Tables tables;

    GetServerCertificate(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<GetServerCertificateRequest, GetServerCertificateResponse> op() {
        return IamOps.GetServerCertificate;
    }

    @Override
    public List<Access> access(GetServerCertificateRequest input, Call call) {
        return List.of(tables.onServerCertificate("GetServerCertificate", call, input.serverCertificateName()));
    }

    @Override
    public GetServerCertificateResponse handle(GetServerCertificateRequest input, Call call) {
        return GetServerCertificateResponse.builder()
                .serverCertificate(tables.serverCertificates
                        .get(call.account(), input.serverCertificateName())
                        .details())
                .build();
    }
}
