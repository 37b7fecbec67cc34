package dev.virga.services.cloudformation;

import dev.virga.api.cloudformation.CloudformationOps;
import dev.virga.api.cloudformation.DescribeStackEventsInput;
import dev.virga.api.cloudformation.DescribeStackEventsOutput;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Shows what happened to a stack, newest first.
final class DescribeStackEvents implements Operation<DescribeStackEventsInput, DescribeStackEventsOutput> {
    private final StackTable table;

    DescribeStackEvents(StackTable table) {
        this.table = table;
    }

    @Override
    public Op<DescribeStackEventsInput, DescribeStackEventsOutput> op() {
        return CloudformationOps.DescribeStackEvents;
    }

    @Override
    public List<Access> access(DescribeStackEventsInput input, Call call) {
        return CfnAccess.to("DescribeStackEvents", call, input.stackName());
    }

    @Override
    public DescribeStackEventsOutput handle(DescribeStackEventsInput input, Call call) {
        if (input.stackName() == null) {
            throw CfnErrors.validation("StackName is required");
        }
        StackRow stack = table.get(Place.of(call), input.stackName());
        List<StackTable.Event> events = table.events(stack, position(input.nextToken()), Page.SIZE);
        return DescribeStackEventsOutput.builder()
                .stackEvents(events.stream().map(StackTable.Event::event).toList())
                .nextToken(
                        events.size() < Page.SIZE
                                ? null
                                : Long.toString(events.getLast().position()))
                .build();
    }

    private static long position(@Nullable String token) {
        try {
            return token == null ? Long.MAX_VALUE : Long.parseLong(token);
        } catch (NumberFormatException e) {
            throw CfnErrors.validation("Invalid NextToken");
        }
    }
}
