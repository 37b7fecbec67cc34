package dev.virga.services.iam;

import dev.virga.api.iam.DeleteOpenIDConnectProviderRequest;
import dev.virga.api.iam.DeleteOpenIDConnectProviderResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Deletes a provider: its tokens are refused from now on. Roles that trust it stay.
final class DeleteOpenIDConnectProvider
        implements Operation<DeleteOpenIDConnectProviderRequest, DeleteOpenIDConnectProviderResponse> {
    private final Tables tables;

    DeleteOpenIDConnectProvider(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<DeleteOpenIDConnectProviderRequest, DeleteOpenIDConnectProviderResponse> op() {
        return IamOps.DeleteOpenIDConnectProvider;
    }

    @Override
    public List<Access> access(DeleteOpenIDConnectProviderRequest input, Call call) {
        return OpenIdProvider.access("DeleteOpenIDConnectProvider", input.openIDConnectProviderArn());
    }

    @Override
    public DeleteOpenIDConnectProviderResponse handle(DeleteOpenIDConnectProviderRequest input, Call call) {
        String name = OpenIdProvider.name(input.openIDConnectProviderArn(), call);
        tables.openIdProviders.delete(call.account(), name, provider -> List.of());
        return DeleteOpenIDConnectProviderResponse.builder().build();
    }
}
