package dev.virga.services.kms;

import dev.virga.api.kms.InvalidGrantIdException;
import dev.virga.api.kms.KmsOps;
import dev.virga.api.kms.ListGrantsRequest;
import dev.virga.api.kms.ListGrantsResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Lists the grants of a key.
final class ListGrants implements Operation<ListGrantsRequest, ListGrantsResponse> {
    private final Parts kms;

    ListGrants(Parts kms) {
        this.kms = kms;
    }

    @Override
    public Op<ListGrantsRequest, ListGrantsResponse> op() {
        return KmsOps.ListGrants;
    }

    @Override
    public List<Access> access(ListGrantsRequest input, Call call) {
        Keys.Named named = kms.keys().findWithoutAlias(input, call, input.keyId());
        Conditions conditions = Conditions.of(named, call)
                .and("kms:GrantIsForAWSResource", !call.via().isEmpty());
        return kms.permissions().on(named, "ListGrants", call, conditions);
    }

    @Override
    public ListGrantsResponse handle(ListGrantsRequest input, Call call) {
        KmsKey key = kms.keys().authorized(input, call, input.keyId());

        int limit = Page.limit(input.limit());
        String after = Page.after(input.marker());
        List<Grant> found;
        if (input.grantId() != null) {
            Grant one = kms.grants().find(key, input.grantId());
            if (one == null) {
                throw new InvalidGrantIdException("Invalid grant ID " + input.grantId());
            }
            found = List.of(one);
        } else if (input.granteePrincipal() != null) {
            found = kms.grants().ofGrantee(key, input.granteePrincipal()).stream()
                    .filter(grant -> after == null || grant.id().compareTo(after) > 0)
                    .limit(limit + 1L)
                    .toList();
        } else {
            found = kms.grants().list(key, after, limit + 1);
        }
        Page<Grant> page = Page.of(found, limit, Grant::id);
        return ListGrantsResponse.builder()
                .grants(page.items().stream()
                        .map(grant -> Grants.shape(grant, key))
                        .toList())
                .nextMarker(page.next())
                .truncated(page.truncated())
                .build();
    }
}
