package dev.virga.services.ssm;

import dev.virga.api.ssm.AddTagsToResourceRequest;
import dev.virga.api.ssm.AddTagsToResourceResult;
import dev.virga.api.ssm.SsmOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Sets tags of a parameter.
final class AddTagsToResource implements Operation<AddTagsToResourceRequest, AddTagsToResourceResult> {
    private final ParameterTags tags;
    private final ParameterAccess access;

    AddTagsToResource(ParameterTags tags, ParameterAccess access) {
        this.tags = tags;
        this.access = access;
    }

    @Override
    public Op<AddTagsToResourceRequest, AddTagsToResourceResult> op() {
        return SsmOps.AddTagsToResource;
    }

    @Override
    public List<Access> access(AddTagsToResourceRequest input, Call call) {
        return List.of(access.parameter(
                "AddTagsToResource", input.resourceId(), ParameterAccess.requested(input.tags()), call));
    }

    @Override
    public AddTagsToResourceResult handle(AddTagsToResourceRequest input, Call call) {
        tags.change(
                "AddTagsToResource",
                input.resourceType(),
                input.resourceId(),
                call,
                parameter -> parameter.withTags(ParameterTags.add(parameter.tags(), input.tags())));
        return AddTagsToResourceResult.builder().build();
    }
}
