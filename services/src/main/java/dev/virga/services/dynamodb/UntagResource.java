package dev.virga.services.dynamodb;

import dev.virga.api.dynamodb.DynamodbOps;
import dev.virga.api.dynamodb.UntagResourceInput;
import dev.virga.api.dynamodb.UntagResourceResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

final class UntagResource implements Operation<UntagResourceInput, UntagResourceResponse> {
    private final DefinitionTable definitions;

    UntagResource(DefinitionTable definitions) {
        this.definitions = definitions;
    }

    @Override
    public Op<UntagResourceInput, UntagResourceResponse> op() {
        return DynamodbOps.UntagResource;
    }

    @Override
    public List<Access> access(UntagResourceInput input, Call call) {
        return List.of(Access.to("dynamodb:UntagResource", input.resourceArn()));
    }

    @Override
    public UntagResourceResponse handle(UntagResourceInput input, Call call) {
        definitions.getByArn(call, input.resourceArn());
        definitions.update(
                call,
                input.resourceArn(),
                definition -> {
                    Map<String, String> tags = new LinkedHashMap<>(definition.tags());
                    input.tagKeys().forEach(tags::remove);
                    return definition.withTags(tags);
                },
                List.of());
        return UntagResourceResponse.builder().build();
    }
}
