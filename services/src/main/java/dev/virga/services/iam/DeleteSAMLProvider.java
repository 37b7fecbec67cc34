package dev.virga.services.iam;

import dev.virga.api.iam.DeleteSAMLProviderRequest;
import dev.virga.api.iam.DeleteSAMLProviderResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Deletes a provider. Roles that name it stay, and nobody can assume them through it.
final class DeleteSAMLProvider implements Operation<DeleteSAMLProviderRequest, DeleteSAMLProviderResponse> {
    private final Tables tables;

    DeleteSAMLProvider(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<DeleteSAMLProviderRequest, DeleteSAMLProviderResponse> op() {
        return IamOps.DeleteSAMLProvider;
    }

    @Override
    public List<Access> access(DeleteSAMLProviderRequest input, Call call) {
        return List.of(Access.to("iam:DeleteSAMLProvider", input.samlProviderArn()));
    }

    @Override
    public DeleteSAMLProviderResponse handle(DeleteSAMLProviderRequest input, Call call) {
        tables.samlProviders.delete(
                call.account(), SamlProvider.name(input.samlProviderArn(), call), gone -> List.of());
        return DeleteSAMLProviderResponse.builder().build();
    }
}
