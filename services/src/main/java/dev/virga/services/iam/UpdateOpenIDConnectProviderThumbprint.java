package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.UpdateOpenIDConnectProviderThumbprintRequest;
import dev.virga.api.iam.UpdateOpenIDConnectProviderThumbprintResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Replaces the certificates that are trusted for a provider.
final class UpdateOpenIDConnectProviderThumbprint
        implements Operation<
                UpdateOpenIDConnectProviderThumbprintRequest, UpdateOpenIDConnectProviderThumbprintResponse> {
    private final Tables tables;

    UpdateOpenIDConnectProviderThumbprint(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<UpdateOpenIDConnectProviderThumbprintRequest, UpdateOpenIDConnectProviderThumbprintResponse> op() {
        return IamOps.UpdateOpenIDConnectProviderThumbprint;
    }

    @Override
    public List<Access> access(UpdateOpenIDConnectProviderThumbprintRequest input, Call call) {
        return OpenIdProvider.access("UpdateOpenIDConnectProviderThumbprint", input.openIDConnectProviderArn());
    }

    @Override
    public UpdateOpenIDConnectProviderThumbprintResponse handle(
            UpdateOpenIDConnectProviderThumbprintRequest input, Call call) {
        String name = OpenIdProvider.name(input.openIDConnectProviderArn(), call);
        OpenIdProvider.checkThumbprints(input.thumbprintList());
        tables.openIdProviders.update(
                call.account(),
                name,
                provider -> EntityTable.Change.to(provider.withThumbprints(input.thumbprintList())));
        return UpdateOpenIDConnectProviderThumbprintResponse.builder().build();
    }
}
