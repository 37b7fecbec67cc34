package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.ListServerCertificatesRequest;
import dev.virga.api.iam.ListServerCertificatesResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Lists the server certificates under a path.
final class ListServerCertificates implements Operation<ListServerCertificatesRequest, ListServerCertificatesResponse> {
    private final Tables tables;

    ListServerCertificates(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<ListServerCertificatesRequest, ListServerCertificatesResponse> op() {
        return IamOps.ListServerCertificates;
    }

    @Override
    public List<Access> access(ListServerCertificatesRequest input, Call call) {
        String path = input.pathPrefix() == null ? "/" : input.pathPrefix();
        return Tables.under("ListServerCertificates", call, ServerCertificate.KIND, path, "");
    }

    @Override
    public ListServerCertificatesResponse handle(ListServerCertificatesRequest input, Call call) {
        String prefix = input.pathPrefix() == null ? "/" : input.pathPrefix();
        Page<ServerCertificate> page = tables.serverCertificates.page(
                call.account(), each -> each.path().startsWith(prefix), input.marker(), input.maxItems());
        return ListServerCertificatesResponse.builder()
                .serverCertificateMetadataList(
                        page.items().stream().map(ServerCertificate::metadata).toList())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }
}
