package dev.virga.services.ssm;

import dev.virga.api.ssm.ListTagsForResourceRequest;
import dev.virga.api.ssm.ListTagsForResourceResult;
import dev.virga.api.ssm.SsmOps;
import dev.virga.api.ssm.Tag;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;
import java.util.Map;

/// Lists the tags of a parameter.
final class ListTagsForResource implements Operation<ListTagsForResourceRequest, ListTagsForResourceResult> {
    private final ParameterTags tags;
    private final ParameterAccess access;

    ListTagsForResource(ParameterTags tags, ParameterAccess access) {
        this.tags = tags;
        this.access = access;
    }

    @Override
    public Op<ListTagsForResourceRequest, ListTagsForResourceResult> op() {
        return SsmOps.ListTagsForResource;
    }

    @Override
    public List<Access> access(ListTagsForResourceRequest input, Call call) {
        return List.of(access.parameter("ListTagsForResource", input.resourceId(), call));
    }

    @Override
    public ListTagsForResourceResult handle(ListTagsForResourceRequest input, Call call) {
        Map<String, String> all = tags.get("ListTagsForResource", input.resourceType(), input.resourceId(), call)
                .tags();
        return ListTagsForResourceResult.builder()
                .tagList(all.entrySet().stream()
                        .map(tag -> Tag.builder()
                                .key(tag.getKey())
                                .value(tag.getValue())
                                .build())
                        .toList())
                .build();
    }
}
