package dev.virga.services.kms;

import dev.virga.api.kms.GrantListEntry;
import dev.virga.api.kms.KmsOps;
import dev.virga.api.kms.ListGrantsResponse;
import dev.virga.api.kms.ListRetirableGrantsRequest;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.ArrayList;
import java.util.List;

/// Lists the grants that a principal may retire, on all keys of the account in this region.
final class ListRetirableGrants implements Operation<ListRetirableGrantsRequest, ListGrantsResponse> {
    private final Parts kms;

    ListRetirableGrants(Parts kms) {
        this.kms = kms;
    }

    @Override
    public Op<ListRetirableGrantsRequest, ListGrantsResponse> op() {
        return KmsOps.ListRetirableGrants;
    }

    @Override
    public List<Access> access(ListRetirableGrantsRequest input, Call call) {
        return List.of(Access.to("kms:ListRetirableGrants", "*"));
    }

    @Override
    public ListGrantsResponse handle(ListRetirableGrantsRequest input, Call call) {
        int limit = Page.limit(input.limit());
        List<GrantListEntry> entries = new ArrayList<>();
        GrantTable.Retirable after = Grants.after(input.marker());
        List<GrantTable.Retirable> found =
                kms.grants().ofRetiring(call.account(), call.region(), input.retiringPrincipal(), after, limit + 1);
        Page<GrantTable.Retirable> page = Page.of(found, limit, one -> one.keyId() + "/" + one.grantId());
        for (GrantTable.Retirable one : page.items()) {
            KeyTable.Found key = kms.table().find(call.account(), call.region(), one.keyId());
            Grant grant = key == null ? null : kms.grants().find(key.key(), one.grantId());
            if (key != null && grant != null) {
                entries.add(Grants.shape(grant, key.key()));
            }
        }
        return ListGrantsResponse.builder()
                .grants(entries)
                .nextMarker(page.next())
                .truncated(page.truncated())
                .build();
    }
}
