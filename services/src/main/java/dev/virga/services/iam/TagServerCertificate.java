package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.TagServerCertificateRequest;
import dev.virga.api.iam.TagServerCertificateResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Sets tags of a server certificate.
final class TagServerCertificate implements Operation<TagServerCertificateRequest, TagServerCertificateResponse> {
    private final Tables tables;

    TagServerCertificate(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<TagServerCertificateRequest, TagServerCertificateResponse> op() {
        return IamOps.TagServerCertificate;
    }

    @Override
    public List<Access> access(TagServerCertificateRequest input, Call call) {
        return List.of(tables.onServerCertificate("TagServerCertificate", call, input.serverCertificateName()));
    }

    @Override
    public TagServerCertificateResponse handle(TagServerCertificateRequest input, Call call) {
        tables.serverCertificates.update(
                call.account(),
                input.serverCertificateName(),
                old -> EntityTable.Change.to(old.withTags(Tags.merged(old.tags(), input.tags()))));
        return TagServerCertificateResponse.builder().build();
    }
}
