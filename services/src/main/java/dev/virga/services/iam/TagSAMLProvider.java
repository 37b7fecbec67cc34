package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.TagSAMLProviderRequest;
import dev.virga.api.iam.TagSAMLProviderResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Sets tags of a provider.
final class TagSAMLProvider implements Operation<TagSAMLProviderRequest, TagSAMLProviderResponse> {
    private final Tables tables;

    TagSAMLProvider(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<TagSAMLProviderRequest, TagSAMLProviderResponse> op() {
        return IamOps.TagSAMLProvider;
    }

    @Override
    public List<Access> access(TagSAMLProviderRequest input, Call call) {
        return List.of(Access.to("iam:TagSAMLProvider", input.samlProviderArn()));
    }

    @Override
    public TagSAMLProviderResponse handle(TagSAMLProviderRequest input, Call call) {
        tables.samlProviders.update(
                call.account(),
                SamlProvider.name(input.samlProviderArn(), call),
                old -> EntityTable.Change.to(old.withTags(Tags.merged(old.tags(), input.tags()))));
        return TagSAMLProviderResponse.builder().build();
    }
}
