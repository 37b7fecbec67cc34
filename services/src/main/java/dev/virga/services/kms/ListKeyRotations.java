package dev.virga.services.kms;

import dev.virga.api.kms.KmsOps;
import dev.virga.api.kms.ListKeyRotationsRequest;
import dev.virga.api.kms.ListKeyRotationsResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Lists when a key got new material.
final class ListKeyRotations implements Operation<ListKeyRotationsRequest, ListKeyRotationsResponse> {
    private final Parts kms;

    ListKeyRotations(Parts kms) {
        this.kms = kms;
    }

    @Override
    public Op<ListKeyRotationsRequest, ListKeyRotationsResponse> op() {
        return KmsOps.ListKeyRotations;
    }

    @Override
    public List<Access> access(ListKeyRotationsRequest input, Call call) {
        Keys.Named named = kms.keys().findOwn(input, call, input.keyId());
        return kms.permissions().on(named, "ListKeyRotations", call);
    }

    @Override
    public ListKeyRotationsResponse handle(ListKeyRotationsRequest input, Call call) {
        KmsKey key = kms.keys().authorized(input, call, input.keyId());

        Lifecycle.checkRotation(key);
        int limit = Page.limit(input.limit());
        String after = Page.after(input.marker());
        int from = after == null ? 0 : Rotations.number(after);
        boolean all = "ALL_KEY_MATERIAL".equals(input.includeKeyMaterial());
        List<Material> found = kms.table().materials(key).stream()
                .filter(material -> material.number() > from && (all || material.rotation() != null))
                .limit(limit + 1L)
                .toList();
        Page<Material> page = Page.of(found, limit, material -> String.valueOf(material.number()));
        return ListKeyRotationsResponse.builder()
                .rotations(page.items().stream()
                        .map(material -> Rotations.shape(key, material))
                        .toList())
                .nextMarker(page.next())
                .truncated(page.truncated())
                .build();
    }
}
