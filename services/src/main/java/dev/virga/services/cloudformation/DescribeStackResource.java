package dev.virga.services.cloudformation;

import dev.virga.api.cloudformation.CloudformationOps;
import dev.virga.api.cloudformation.DescribeStackResourceInput;
import dev.virga.api.cloudformation.DescribeStackResourceOutput;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Shows one resource of a stack.
final class DescribeStackResource implements Operation<DescribeStackResourceInput, DescribeStackResourceOutput> {
    private final StackTable table;

    DescribeStackResource(StackTable table) {
        this.table = table;
    }

    @Override
    public Op<DescribeStackResourceInput, DescribeStackResourceOutput> op() {
        return CloudformationOps.DescribeStackResource;
    }

    @Override
    public List<Access> access(DescribeStackResourceInput input, Call call) {
        return CfnAccess.to("DescribeStackResource", call, input.stackName());
    }

    @Override
    public DescribeStackResourceOutput handle(DescribeStackResourceInput input, Call call) {
        StackRow stack = table.get(Place.of(call), input.stackName());
        for (ResourceRow row : table.resources(stack)) {
            if (row.logicalId().equals(input.logicalResourceId())) {
                return DescribeStackResourceOutput.builder()
                        .stackResourceDetail(ResourceViews.detail(stack, row, metadata(stack, row)))
                        .build();
            }
        }
        throw CfnErrors.validation(
                "Resource " + input.logicalResourceId() + " does not exist for stack " + stack.name());
    }

    private @Nullable String metadata(StackRow stack, ResourceRow row) {
        if (stack.work().revision() == 0) {
            return null;
        }
        Template template = table.revision(stack, stack.work().revision()).template();
        Object resource = template.section("Resources").get(row.logicalId());
        Object metadata = resource instanceof Map<?, ?> map ? map.get("Metadata") : null;
        return metadata == null ? null : Template.toJson(metadata);
    }
}
