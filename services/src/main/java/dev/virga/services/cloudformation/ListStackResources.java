package dev.virga.services.cloudformation;

import dev.virga.api.cloudformation.CloudformationOps;
import dev.virga.api.cloudformation.ListStackResourcesInput;
import dev.virga.api.cloudformation.ListStackResourcesOutput;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Lists the resources of a stack.
final class ListStackResources implements Operation<ListStackResourcesInput, ListStackResourcesOutput> {
    private final StackTable table;

    ListStackResources(StackTable table) {
        this.table = table;
    }

    @Override
    public Op<ListStackResourcesInput, ListStackResourcesOutput> op() {
        return CloudformationOps.ListStackResources;
    }

    @Override
    public List<Access> access(ListStackResourcesInput input, Call call) {
        return CfnAccess.to("ListStackResources", call, input.stackName());
    }

    @Override
    public ListStackResourcesOutput handle(ListStackResourcesInput input, Call call) {
        StackRow stack = table.get(Place.of(call), input.stackName());
        Page<ResourceRow> page = Page.of(table.resources(stack), input.nextToken(), ResourceRow::logicalId);
        return ListStackResourcesOutput.builder()
                .stackResourceSummaries(
                        page.items().stream().map(ResourceViews::summary).toList())
                .nextToken(page.next())
                .build();
    }
}
