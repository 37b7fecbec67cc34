package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.UntagSAMLProviderRequest;
import dev.virga.api.iam.UntagSAMLProviderResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Removes tags of a provider.
final class UntagSAMLProvider implements Operation<UntagSAMLProviderRequest, UntagSAMLProviderResponse> {
    private final Tables tables;

    UntagSAMLProvider(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<UntagSAMLProviderRequest, UntagSAMLProviderResponse> op() {
        return IamOps.UntagSAMLProvider;
    }

    @Override
    public List<Access> access(UntagSAMLProviderRequest input, Call call) {
        return List.of(Access.to("iam:UntagSAMLProvider", input.samlProviderArn()));
    }

    @Override
    public UntagSAMLProviderResponse handle(UntagSAMLProviderRequest input, Call call) {
        tables.samlProviders.update(
                call.account(),
                SamlProvider.name(input.samlProviderArn(), call),
                old -> EntityTable.Change.to(old.withTags(Tags.without(old.tags(), input.tagKeys()))));
        return UntagSAMLProviderResponse.builder().build();
    }
}
