package dev.virga.services.cloudformation;

import dev.virga.api.cloudformation.Stack;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A stack as it is kept.
///
/// @param stack as DescribeStacks shows it
/// @param version of the row; 0 before it was written
record StackRow(Place place, String uuid, Stack stack, Work work, long version) {
    private static final Set<String> SETTLED = Set.of("CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE");

    String name() {
        return stack.stackName();
    }

    String id() {
        return stack.stackId();
    }

    String status() {
        return stack.stackStatus();
    }

    boolean inProgress() {
        return status().endsWith("_IN_PROGRESS") && !reviewing();
    }

    /// A change set has made the stack, and nothing is deployed yet.
    boolean reviewing() {
        return status().equals("REVIEW_IN_PROGRESS");
    }

    boolean deleted() {
        return status().equals("DELETE_COMPLETE");
    }

    boolean updatable() {
        return SETTLED.contains(status());
    }

    StackRow withStatus(String status, @Nullable String reason, Instant now) {
        Stack changed = stack.toBuilder()
                .stackStatus(status)
                .stackStatusReason(reason)
                .deletionTime(status.equals("DELETE_COMPLETE") ? now : stack.deletionTime())
                .build();
        return withStack(changed);
    }

    StackRow withStack(Stack changed) {
        return new StackRow(place, uuid, changed, work, version);
    }

    StackRow withWork(Work other) {
        return new StackRow(place, uuid, stack, other, version);
    }

    Surroundings surroundings() {
        return new Surroundings(place.account(), place.region(), name(), id(), stack.notificationARNs());
    }
}
