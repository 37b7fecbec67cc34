package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.ListServerCertificatesRequest;
import dev.virga.api.iam.ListServerCertificatesResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Lists the server certificates, of which there are none: they cannot be made here.
final class ListServerCertificates implements Operation<ListServerCertificatesRequest, ListServerCertificatesResponse> {
    @Override
    public Op<ListServerCertificatesRequest, ListServerCertificatesResponse> op() {
        return IamOps.ListServerCertificates;
    }

    @Override
    public List<Access> access(ListServerCertificatesRequest input, Call call) {
        String path = input.pathPrefix() == null ? "/" : input.pathPrefix();
        return Tables.under("ListServerCertificates", call, "server-certificate", path, "");
    }

    @Override
    public ListServerCertificatesResponse handle(ListServerCertificatesRequest input, Call call) {
        return ListServerCertificatesResponse.builder()
                .serverCertificateMetadataList(List.of())
                .isTruncated(false)
                .build();
    }
}
