package dev.virga.services.dynamodb;

import dev.virga.api.dynamodb.DynamodbOps;
import dev.virga.api.dynamodb.TagResourceInput;
import dev.virga.api.dynamodb.TagResourceResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

final class TagResource implements Operation<TagResourceInput, TagResourceResponse> {
    private static final int MAX_TAGS = 50;

    private final DefinitionTable definitions;

    TagResource(DefinitionTable definitions) {
        this.definitions = definitions;
    }

    @Override
    public Op<TagResourceInput, TagResourceResponse> op() {
        return DynamodbOps.TagResource;
    }

    @Override
    public List<Access> access(TagResourceInput input, Call call) {
        return List.of(Access.to("dynamodb:TagResource", input.resourceArn()));
    }

    @Override
    public TagResourceResponse handle(TagResourceInput input, Call call) {
        definitions.getByArn(call, input.resourceArn());
        definitions.update(
                call,
                input.resourceArn(),
                definition -> {
                    Map<String, String> tags = new LinkedHashMap<>(definition.tags());
                    input.tags().forEach(tag -> tags.put(tag.key(), tag.value()));
                    if (tags.size() > MAX_TAGS) {
                        throw DynamodbErrors.validation("The number of tags exceeds the limit of " + MAX_TAGS);
                    }
                    return definition.withTags(tags);
                },
                List.of());
        return TagResourceResponse.builder().build();
    }
}
