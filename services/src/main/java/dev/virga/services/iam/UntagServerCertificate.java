package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.UntagServerCertificateRequest;
import dev.virga.api.iam.UntagServerCertificateResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Removes tags of a server certificate.
final class UntagServerCertificate implements Operation<UntagServerCertificateRequest, UntagServerCertificateResponse> {
    private final Tables tables;

    UntagServerCertificate(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<UntagServerCertificateRequest, UntagServerCertificateResponse> op() {
        return IamOps.UntagServerCertificate;
    }

    @Override
    public List<Access> access(UntagServerCertificateRequest input, Call call) {
        return List.of(tables.onServerCertificate("UntagServerCertificate", call, input.serverCertificateName()));
    }

    @Override
    public UntagServerCertificateResponse handle(UntagServerCertificateRequest input, Call call) {
        tables.serverCertificates.update(
                call.account(),
                input.serverCertificateName(),
                old -> EntityTable.Change.to(old.withTags(Tags.without(old.tags(), input.tagKeys()))));
        return UntagServerCertificateResponse.builder().build();
    }
}
