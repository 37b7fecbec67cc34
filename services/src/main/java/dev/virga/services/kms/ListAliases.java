package dev.virga.services.kms;

import dev.virga.api.kms.KmsOps;
import dev.virga.api.kms.ListAliasesRequest;
import dev.virga.api.kms.ListAliasesResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;
import java.util.Objects;

/// Lists the aliases of the account in this region, or those of one key.
final class ListAliases implements Operation<ListAliasesRequest, ListAliasesResponse> {
    private final Parts kms;

    ListAliases(Parts kms) {
        this.kms = kms;
    }

    @Override
    public Op<ListAliasesRequest, ListAliasesResponse> op() {
        return KmsOps.ListAliases;
    }

    @Override
    public List<Access> access(ListAliasesRequest input, Call call) {
        return kms.permissions().onAll("ListAliases", call);
    }

    @Override
    public ListAliasesResponse handle(ListAliasesRequest input, Call call) {
        int limit = Page.limit(input.limit());
        String after = Page.after(input.marker());
        List<KeyTable.Alias> found;
        if (input.keyId() == null) {
            found = kms.table().listAliases(call.account(), call.region(), after, limit + 1);
        } else {
            KmsKey key = kms.keys().findOwn(input, call, input.keyId()).key();
            found = key.aliases().stream()
                    .sorted()
                    .filter(name -> after == null || name.compareTo(after) > 0)
                    .limit(limit + 1L)
                    .map(name -> kms.table().findAlias(call.account(), call.region(), name))
                    .filter(Objects::nonNull)
                    .toList();
        }
        Page<KeyTable.Alias> page = Page.of(found, limit, KeyTable.Alias::name);
        return ListAliasesResponse.builder()
                .aliases(page.items().stream()
                        .map(alias -> Aliases.shape(alias, call))
                        .toList())
                .nextMarker(page.next())
                .truncated(page.truncated())
                .build();
    }
}
