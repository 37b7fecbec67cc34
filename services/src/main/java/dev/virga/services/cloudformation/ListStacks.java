package dev.virga.services.cloudformation;

import dev.virga.api.cloudformation.CloudformationOps;
import dev.virga.api.cloudformation.ListStacksInput;
import dev.virga.api.cloudformation.ListStacksOutput;
import dev.virga.api.cloudformation.Stack;
import dev.virga.api.cloudformation.StackDriftInformationSummary;
import dev.virga.api.cloudformation.StackSummary;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Lists stacks, those too that were deleted.
final class ListStacks implements Operation<ListStacksInput, ListStacksOutput> {
    private final StackTable table;

    ListStacks(StackTable table) {
        this.table = table;
    }

    @Override
    public Op<ListStacksInput, ListStacksOutput> op() {
        return CloudformationOps.ListStacks;
    }

    @Override
    public List<Access> access(ListStacksInput input, Call call) {
        return CfnAccess.to("ListStacks", call, null);
    }

    @Override
    public ListStacksOutput handle(ListStacksInput input, Call call) {
        List<String> wanted = input.stackStatusFilter();
        List<StackRow> rows = table.stacks(Place.of(call)).stream()
                .filter(row -> wanted == null || wanted.isEmpty() || wanted.contains(row.status()))
                .sorted((a, b) -> b.stack().creationTime().compareTo(a.stack().creationTime()))
                .toList();
        Page<StackRow> page = Page.of(rows, input.nextToken(), StackRow::uuid);
        return ListStacksOutput.builder()
                .stackSummaries(page.items().stream().map(ListStacks::summary).toList())
                .nextToken(page.next())
                .build();
    }

    private static StackSummary summary(StackRow row) {
        Stack stack = row.stack();
        return StackSummary.builder()
                .stackId(stack.stackId())
                .stackName(stack.stackName())
                .templateDescription(stack.description())
                .creationTime(stack.creationTime())
                .lastUpdatedTime(stack.lastUpdatedTime())
                .deletionTime(stack.deletionTime())
                .stackStatus(stack.stackStatus())
                .stackStatusReason(stack.stackStatusReason())
                .driftInformation(StackDriftInformationSummary.builder()
                        .stackDriftStatus("NOT_CHECKED")
                        .build())
                .build();
    }
}
