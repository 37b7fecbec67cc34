package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.ListServerCertificateTagsRequest;
import dev.virga.api.iam.ListServerCertificateTagsResponse;
import dev.virga.api.iam.Tag;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Lists the tags of a server certificate.
final class ListServerCertificateTags
        implements Operation<ListServerCertificateTagsRequest, ListServerCertificateTagsResponse> {
    private final Tables tables;

    ListServerCertificateTags(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<ListServerCertificateTagsRequest, ListServerCertificateTagsResponse> op() {
        return IamOps.ListServerCertificateTags;
    }

    @Override
    public List<Access> access(ListServerCertificateTagsRequest input, Call call) {
        return List.of(tables.onServerCertificate("ListServerCertificateTags", call, input.serverCertificateName()));
    }

    @Override
    public ListServerCertificateTagsResponse handle(ListServerCertificateTagsRequest input, Call call) {
        ServerCertificate certificate = tables.serverCertificates.get(call.account(), input.serverCertificateName());
        Page<Tag> page = Tags.page(certificate.tags(), input.marker(), input.maxItems());
        return ListServerCertificateTagsResponse.builder()
                .tags(page.items())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }
}
