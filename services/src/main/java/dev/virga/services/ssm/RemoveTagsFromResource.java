package dev.virga.services.ssm;

import dev.virga.api.ssm.RemoveTagsFromResourceRequest;
import dev.virga.api.ssm.RemoveTagsFromResourceResult;
import dev.virga.api.ssm.SsmOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Removes tags of a parameter.
final class RemoveTagsFromResource implements Operation<RemoveTagsFromResourceRequest, RemoveTagsFromResourceResult> {
    private final ParameterTags tags;
    private final ParameterAccess access;

    RemoveTagsFromResource(ParameterTags tags, ParameterAccess access) {
        this.tags = tags;
        this.access = access;
    }

    @Override
    public Op<RemoveTagsFromResourceRequest, RemoveTagsFromResourceResult> op() {
        return SsmOps.RemoveTagsFromResource;
    }

    @Override
    public List<Access> access(RemoveTagsFromResourceRequest input, Call call) {
        return List.of(access.parameter(
                "RemoveTagsFromResource",
                input.resourceId(),
                input.tagKeys().isEmpty() ? Map.of() : Map.of("aws:TagKeys", input.tagKeys()),
                call));
    }

    @Override
    public RemoveTagsFromResourceResult handle(RemoveTagsFromResourceRequest input, Call call) {
        tags.change("RemoveTagsFromResource", input.resourceType(), input.resourceId(), call, parameter -> {
            Map<String, String> rest = new LinkedHashMap<>(parameter.tags());
            rest.keySet().removeAll(input.tagKeys());
            return parameter.withTags(rest);
        });
        return RemoveTagsFromResourceResult.builder().build();
    }
}
