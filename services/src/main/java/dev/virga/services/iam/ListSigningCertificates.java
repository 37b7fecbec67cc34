package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.ListSigningCertificatesRequest;
import dev.virga.api.iam.ListSigningCertificatesResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Lists the signing certificates of a user.
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
        String name = UserOfCall.name(input.userName(), call);
        tables.users.get(call.account(), name);
        Page<SigningCertificate> page = Page.of(
                tables.signingCertificates.of(call.account(), name),
                SigningCertificate::id,
                input.marker(),
                input.maxItems());
        return ListSigningCertificatesResponse.builder()
                .certificates(
                        page.items().stream().map(SigningCertificate::shape).toList())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }
}
