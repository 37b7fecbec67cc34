package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.UpdateSigningCertificateRequest;
import dev.virga.api.iam.UpdateSigningCertificateResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Switches a signing certificate on or off.
final class UpdateSigningCertificate
        implements Operation<UpdateSigningCertificateRequest, UpdateSigningCertificateResponse> {
    private final Tables tables;

    UpdateSigningCertificate(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<UpdateSigningCertificateRequest, UpdateSigningCertificateResponse> op() {
        return IamOps.UpdateSigningCertificate;
    }

    @Override
    public List<Access> access(UpdateSigningCertificateRequest input, Call call) {
        return List.of(tables.onUser("UpdateSigningCertificate", call, UserOfCall.name(input.userName(), call)));
    }

    @Override
    public UpdateSigningCertificateResponse handle(UpdateSigningCertificateRequest input, Call call) {
        boolean active = UserCredential.active(input.status());
        tables.signingCertificates.change(
                call.account(),
                UserOfCall.name(input.userName(), call),
                input.certificateId(),
                certificate -> certificate.withActive(active));
        return UpdateSigningCertificateResponse.builder().build();
    }
}
