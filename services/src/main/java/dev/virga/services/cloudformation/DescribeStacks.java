package dev.virga.services.cloudformation;

import dev.virga.api.cloudformation.CloudformationOps;
import dev.virga.api.cloudformation.DescribeStacksInput;
import dev.virga.api.cloudformation.DescribeStacksOutput;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Shows one stack, or all that are not gone.
final class DescribeStacks implements Operation<DescribeStacksInput, DescribeStacksOutput> {
    private final StackTable table;

    DescribeStacks(StackTable table) {
        this.table = table;
    }

    @Override
    public Op<DescribeStacksInput, DescribeStacksOutput> op() {
        return CloudformationOps.DescribeStacks;
    }

    @Override
    public List<Access> access(DescribeStacksInput input, Call call) {
        return CfnAccess.to("DescribeStacks", call, input.stackName());
    }

    @Override
    public DescribeStacksOutput handle(DescribeStacksInput input, Call call) {
        Place place = Place.of(call);
        if (input.stackName() != null) {
            return DescribeStacksOutput.builder()
                    .stacks(List.of(table.get(place, input.stackName()).stack()))
                    .build();
        }
        List<StackRow> rows = table.stacks(place).stream()
                .filter(row -> !row.deleted())
                .sorted((a, b) -> b.stack().creationTime().compareTo(a.stack().creationTime()))
                .toList();
        Page<StackRow> page = Page.of(rows, input.nextToken(), StackRow::uuid);
        return DescribeStacksOutput.builder()
                .stacks(page.items().stream().map(StackRow::stack).toList())
                .nextToken(page.next())
                .build();
    }
}
