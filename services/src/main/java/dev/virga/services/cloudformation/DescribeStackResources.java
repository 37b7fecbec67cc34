package dev.virga.services.cloudformation;

import dev.virga.api.cloudformation.CloudformationOps;
import dev.virga.api.cloudformation.DescribeStackResourcesInput;
import dev.virga.api.cloudformation.DescribeStackResourcesOutput;
import dev.virga.api.cloudformation.StackResource;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.ArrayList;
import java.util.List;

/// Shows the resources of a stack, or of the stack that has a physical resource.
final class DescribeStackResources implements Operation<DescribeStackResourcesInput, DescribeStackResourcesOutput> {
    private final StackTable table;

    DescribeStackResources(StackTable table) {
        this.table = table;
    }

    @Override
    public Op<DescribeStackResourcesInput, DescribeStackResourcesOutput> op() {
        return CloudformationOps.DescribeStackResources;
    }

    @Override
    public List<Access> access(DescribeStackResourcesInput input, Call call) {
        return CfnAccess.to("DescribeStackResources", call, input.stackName());
    }

    @Override
    public DescribeStackResourcesOutput handle(DescribeStackResourcesInput input, Call call) {
        Place place = Place.of(call);
        if ((input.stackName() == null) == (input.physicalResourceId() == null)) {
            throw CfnErrors.validation("Either StackName or PhysicalResourceId must be specified");
        }
        StackRow stack = input.stackName() != null
                ? table.get(place, input.stackName())
                : holder(place, input.physicalResourceId());
        List<StackResource> found = new ArrayList<>();
        for (ResourceRow row : table.resources(stack)) {
            if (input.logicalResourceId() == null || input.logicalResourceId().equals(row.logicalId())) {
                found.add(ResourceViews.resource(stack, row));
            }
        }
        return DescribeStackResourcesOutput.builder().stackResources(found).build();
    }

    private StackRow holder(Place place, String physicalId) {
        for (StackRow stack : table.stacks(place)) {
            if (!stack.deleted()
                    && table.resources(stack).stream()
                            .anyMatch(row -> row.physicalId().equals(physicalId))) {
                return stack;
            }
        }
        throw CfnErrors.validation("Stack for " + physicalId + " does not exist");
    }
}
