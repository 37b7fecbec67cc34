package dev.virga.services.dynamodb;

import dev.virga.api.dynamodb.DynamodbOps;
import dev.virga.api.dynamodb.ListTagsOfResourceInput;
import dev.virga.api.dynamodb.ListTagsOfResourceOutput;
import dev.virga.api.dynamodb.Tag;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.ArrayList;
import java.util.List;

final class ListTagsOfResource implements Operation<ListTagsOfResourceInput, ListTagsOfResourceOutput> {
    private final DefinitionTable definitions;

    ListTagsOfResource(DefinitionTable definitions) {
        this.definitions = definitions;
    }

    @Override
    public Op<ListTagsOfResourceInput, ListTagsOfResourceOutput> op() {
        return DynamodbOps.ListTagsOfResource;
    }

    @Override
    public List<Access> access(ListTagsOfResourceInput input, Call call) {
        return List.of(Access.to("dynamodb:ListTagsOfResource", input.resourceArn()));
    }

    @Override
    public ListTagsOfResourceOutput handle(ListTagsOfResourceInput input, Call call) {
        List<Tag> tags = new ArrayList<>();
        definitions
                .getByArn(call, input.resourceArn())
                .definition()
                .tags()
                .forEach((key, value) ->
                        tags.add(Tag.builder().key(key).value(value).build()));
        return ListTagsOfResourceOutput.builder().tags(tags).build();
    }
}
