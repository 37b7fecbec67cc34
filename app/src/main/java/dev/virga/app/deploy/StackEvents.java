package dev.virga.app.deploy;

import dev.virga.api.cloudformation.CloudformationOps;
import dev.virga.api.cloudformation.DescribeStackEventsInput;
import dev.virga.api.cloudformation.DescribeStackEventsOutput;
import dev.virga.api.cloudformation.StackEvent;
import dev.virga.kernel.Caller;
import dev.virga.kernel.Cloud;
import dev.virga.kernel.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Tells what happens to a stack until its operation has ended.
record StackEvents(Cloud cloud, Caller caller, String region, Time time) {
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration MAX_WAIT = Duration.ofHours(1);
    private static final int MAX_EVENTS = 5_000;
    private static final Set<String> GOOD_ENDS = Set.of("CREATE_COMPLETE", "UPDATE_COMPLETE", "DELETE_COMPLETE");

    /// The events that were there before.
    record Mark(Set<String> eventIds) {
        static final Mark BEGIN = new Mark(Set.of());
    }

    Mark mark(String stack) {
        Set<String> ids = new HashSet<>();
        for (StackEvent event : events(stack)) {
            ids.add(event.eventId());
        }
        return new Mark(ids);
    }

    /// Returns when the stack's operation succeeded.
    ///
    /// @param stack name, or id when the stack is being deleted
    /// @throws DeployFailed with the first reason that CloudFormation gave
    void follow(String stack, Mark mark, Progress progress) throws DeployFailed {
        Set<String> seen = new HashSet<>(mark.eventIds);
        Instant latest = time.instant().plus(MAX_WAIT);
        String reason = "";
        while (time.instant().isBefore(latest)) {
            for (StackEvent event : events(stack)) {
                if (!seen.add(event.eventId())) {
                    continue;
                }
                tell(event, progress);
                String status = event.resourceStatus();
                if (reason.isEmpty() && status.endsWith("_FAILED") && event.resourceStatusReason() != null) {
                    reason = event.logicalResourceId() + ": " + event.resourceStatusReason();
                }
                if (isStack(event) && ended(status)) {
                    if (GOOD_ENDS.contains(status)) {
                        return;
                    }
                    throw new DeployFailed(
                            event.stackName() + " is " + status + (reason.isEmpty() ? "" : ". " + reason));
                }
            }
            Instant next = time.instant().plus(PAUSE);
            while (time.instant().isBefore(next)) {
                time.parkUntil(next);
            }
        }
        throw new DeployFailed("the stack " + stack + " is not done after " + MAX_WAIT.toMinutes() + " minutes");
    }

    private static void tell(StackEvent event, Progress progress) {
        String status = event.resourceStatus();
        boolean failed = status.endsWith("_FAILED");
        // Beginnings are left out: each is followed by an end, mostly within the same second.
        if (!isStack(event) && (failed || status.endsWith("_COMPLETE"))) {
            String line = String.format("  %-16s %-28s %s", status, event.logicalResourceId(), event.resourceType());
            progress.line(failed ? line + "\n    " + event.resourceStatusReason() : line);
        }
    }

    private static boolean isStack(StackEvent event) {
        return event.resourceType().equals("AWS::CloudFormation::Stack")
                && event.stackId().equals(event.physicalResourceId());
    }

    private static boolean ended(String status) {
        return !status.endsWith("_IN_PROGRESS") && !status.endsWith("_CLEANUP_IN_PROGRESS");
    }

    /// Oldest first.
    private List<StackEvent> events(String stack) {
        List<StackEvent> events = new ArrayList<>();
        String token = null;
        do {
            DescribeStackEventsOutput page = cloud.call(
                    caller,
                    region,
                    CloudformationOps.DescribeStackEvents,
                    DescribeStackEventsInput.builder()
                            .stackName(stack)
                            .nextToken(token)
                            .build());
            events.addAll(page.stackEvents());
            token = page.nextToken();
        } while (token != null && events.size() < MAX_EVENTS);
        Collections.reverse(events);
        return events;
    }
}
