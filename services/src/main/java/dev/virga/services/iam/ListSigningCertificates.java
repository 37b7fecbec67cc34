package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.ListSigningCertificatesRequest;
import dev.virga.api.iam.ListSigningCertificatesResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Lists the signing certificates of a user, of which there are none: they cannot be made here.
final class ListSigningCertificates
        implements Operation<ListSigningCertificatesRequest, ListSigningCertificatesResponse> {
    private final Tables tables;

    ListSigningCertificates(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<ListSigningCertificatesRequest, ListSigningCertificatesResponse> op() {
        return IamOps.ListSigningCertificates;
    }

    @Override
    public List<Access> access(ListSigningCertificatesRequest input, Call call) {
        return List.of(tables.onUser("ListSigningCertificates", call, UserOfCall.name(input.userName(), call)));
    }

    @Override
    public ListSigningCertificatesResponse handle(ListSigningCertificatesRequest input, Call call) {
        tables.users.get(call.account(), UserOfCall.name(input.userName(), call));
        return ListSigningCertificatesResponse.builder()
                .certificates(List.of())
                .isTruncated(false)
                .build();
    }
}
