package dev.virga.services.cloudformation;

import dev.virga.api.cloudformation.StackEvent;
import dev.virga.kernel.Time;
import dev.virga.wire.AwsException;
import java.util.UUID;

/// What DescribeStackEvents shows.
final class Events {
    static final String STACK = "AWS::CloudFormation::Stack";
    private static final int MAX_REASON = 4_000;

    private Events() {}

    static StackEvent ofStack(StackRow stack, Time time) {
        return StackEvent.builder()
                .stackId(stack.id())
                .eventId(UUID.randomUUID().toString())
                .stackName(stack.name())
                .logicalResourceId(stack.name())
                .physicalResourceId(stack.id())
                .resourceType(STACK)
                .timestamp(time.instant())
                .resourceStatus(stack.status())
                .resourceStatusReason(stack.stack().stackStatusReason())
                .clientRequestToken(stack.work().token())
                .build();
    }

    /// Without the properties: they may hold what NoEcho hides.
    static StackEvent ofResource(StackRow stack, ResourceRow row) {
        return StackEvent.builder()
                .stackId(stack.id())
                .eventId(row.logicalId() + "-" + row.status() + "-" + UUID.randomUUID())
                .stackName(stack.name())
                .logicalResourceId(row.logicalId())
                .physicalResourceId(row.physicalId())
                .resourceType(row.type())
                .timestamp(row.time())
                .resourceStatus(row.status())
                .resourceStatusReason(row.reason())
                .clientRequestToken(stack.work().token())
                .build();
    }

    /// What an event says about a failure.
    static String reason(RuntimeException failure) {
        if (!(failure instanceof AwsException e)) {
            return "Internal Failure";
        }
        String message = String.valueOf(e.getMessage());
        String said = e.code().equals("ValidationError")
                ? message
                : message + " (Status Code: " + e.status() + "; Error Code: " + e.code() + ")";
        return said.length() <= MAX_REASON ? said : said.substring(0, MAX_REASON);
    }
}
