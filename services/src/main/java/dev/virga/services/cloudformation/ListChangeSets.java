package dev.virga.services.cloudformation;

import dev.virga.api.cloudformation.ChangeSetSummary;
import dev.virga.api.cloudformation.CloudformationOps;
import dev.virga.api.cloudformation.DescribeChangeSetOutput;
import dev.virga.api.cloudformation.ListChangeSetsInput;
import dev.virga.api.cloudformation.ListChangeSetsOutput;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Lists the change sets of a stack.
final class ListChangeSets implements Operation<ListChangeSetsInput, ListChangeSetsOutput> {
    private final StackTable table;

    ListChangeSets(StackTable table) {
        this.table = table;
    }

    @Override
    public Op<ListChangeSetsInput, ListChangeSetsOutput> op() {
        return CloudformationOps.ListChangeSets;
    }

    @Override
    public List<Access> access(ListChangeSetsInput input, Call call) {
        return CfnAccess.to("ListChangeSets", call, input.stackName());
    }

    @Override
    public ListChangeSetsOutput handle(ListChangeSetsInput input, Call call) {
        StackRow stack = table.get(Place.of(call), input.stackName());
        Page<ChangeSetRow> page = Page.of(table.changeSets(stack), input.nextToken(), ChangeSetRow::uuid);
        return ListChangeSetsOutput.builder()
                .summaries(page.items().stream().map(ListChangeSets::summary).toList())
                .nextToken(page.next())
                .build();
    }

    private static ChangeSetSummary summary(ChangeSetRow row) {
        DescribeChangeSetOutput shown = row.shown();
        return ChangeSetSummary.builder()
                .stackId(shown.stackId())
                .stackName(shown.stackName())
                .changeSetId(shown.changeSetId())
                .changeSetName(shown.changeSetName())
                .executionStatus(shown.executionStatus())
                .status(shown.status())
                .statusReason(shown.statusReason())
                .creationTime(shown.creationTime())
                .description(shown.description())
                .includeNestedStacks(false)
                .build();
    }
}
