package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.UploadServerCertificateRequest;
import dev.virga.api.iam.UploadServerCertificateResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.security.cert.X509Certificate;
import java.util.List;

/// Takes a certificate and its private key, which belong together; the key is sealed and never given
/// out.
final class UploadServerCertificate
        implements Operation<UploadServerCertificateRequest, UploadServerCertificateResponse> {
    private final Tables tables;

    UploadServerCertificate(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<UploadServerCertificateRequest, UploadServerCertificateResponse> op() {
        return IamOps.UploadServerCertificate;
    }

    @Override
    public List<Access> access(UploadServerCertificateRequest input, Call call) {
        String path = input.path() == null ? "/" : input.path();
        return Tables.under(
                "UploadServerCertificate", call, ServerCertificate.KIND, path, input.serverCertificateName());
    }

    @Override
    public UploadServerCertificateResponse handle(UploadServerCertificateRequest input, Call call) {
        X509Certificate certificate = Certificates.one(input.certificateBody());
        Certificates.checkInForce(certificate, tables.now());
        Certificates.checkKey(certificate, input.privateKey());
        if (input.certificateChain() != null) {
            Certificates.checkChain(certificate, input.certificateChain());
        }
        String id = tables.ids.id(Ids.CERTIFICATE);
        ServerCertificate server = new ServerCertificate(
                call.account(),
                input.path() == null ? "/" : input.path(),
                input.serverCertificateName(),
                id,
                input.certificateBody(),
                input.certificateChain(),
                tables.serverCertificates.sealed(call.account(), id, input.privateKey()),
                tables.now(),
                certificate.getNotAfter().toInstant(),
                Tags.first(input.tags()));
        if (!tables.serverCertificates.create(call.account(), server, List.of(), List.of())) {
            throw IamErrors.taken("The Server Certificate with name " + server.name() + " already exists.");
        }
        return UploadServerCertificateResponse.builder()
                .serverCertificateMetadata(server.metadata())
                .tags(Tags.list(server.tags()))
                .build();
    }
}
