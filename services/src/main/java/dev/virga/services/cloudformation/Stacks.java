package dev.virga.services.cloudformation;

import dev.virga.api.cloudformation.LimitExceededException;
import dev.virga.api.cloudformation.Stack;
import dev.virga.api.cloudformation.StackDriftInformation;
import dev.virga.kernel.Call;
import dev.virga.kernel.Time;
import dev.virga.wire.AwsException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Begins what is done with stacks: writes what is wanted, then lets a deployment bring it about.
final class Stacks {
    private static final int MAX_NAME = 128;
    private static final int MAX_STACKS = 2_000;

    private final StackTable table;
    private final Deployments deployments;
    private final ResourceTypes types;
    private final Transforms transforms;
    private final Time time;
    private final StoredParameters stored;

    Stacks(
            StackTable table,
            Deployments deployments,
            ResourceTypes types,
            Transforms transforms,
            Time time,
            StoredParameters stored) {
        this.table = table;
        this.deployments = deployments;
        this.types = types;
        this.transforms = transforms;
        this.time = time;
        this.stored = stored;
    }

    StackTable table() {
        return table;
    }

    ResourceTypes types() {
        return types;
    }

    Transforms transforms() {
        return transforms;
    }

    Submission.Checked check(Submission submission, @Nullable Revision before, Surroundings surroundings, Call call) {
        return submission.check(
                types, transforms, before, surroundings, (read, values) -> stored.read(read, values, call));
    }

    /// A stack that is not there yet.
    StackRow fresh(Call call, String name, List<String> notificationArns) {
        boolean form = !name.isEmpty() && name.length() <= MAX_NAME && name.matches("[a-zA-Z][-a-zA-Z0-9]*");
        if (!form) {
            throw CfnErrors.validation("1 validation error detected: Value '" + name + "' at 'stackName' failed to"
                    + " satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*");
        }
        Place place = Place.of(call);
        String uuid = UUID.randomUUID().toString();
        Stack stack = Stack.builder()
                .stackId(place.stackArn(name, uuid))
                .stackName(name)
                .creationTime(time.instant())
                .notificationARNs(notificationArns)
                .disableRollback(false)
                .enableTerminationProtection(false)
                .driftInformation(StackDriftInformation.builder()
                        .stackDriftStatus("NOT_CHECKED")
                        .build())
                .outputs(List.of())
                .build();
        Work work = new Work(0, 0, call.caller(), call.endpoint(), null, "ROLLBACK", List.of(), List.of());
        return new StackRow(place, uuid, stack, work, 0);
    }

    /// The stack on its way to a submission.
    StackRow towards(
            StackRow row, Submission.Checked checked, Call call, @Nullable String token, @Nullable String onFailure) {
        Work now = row.work();
        Work work = new Work(
                now.revision(),
                Math.max(now.target(), now.revision()) + 1,
                call.caller(),
                call.endpoint(),
                token,
                onFailure == null ? "ROLLBACK" : onFailure,
                List.of(),
                now.imports());
        Stack stack = row.stack().toBuilder()
                .description(checked.description())
                .parameters(Parameters.shown(checked.template(), checked.revision()))
                .tags(StackTags.shown(checked.revision().tags()))
                .capabilities(checked.revision().capabilities())
                .disableRollback("DO_NOTHING".equals(onFailure))
                .build();
        return row.withStack(stack).withWork(work);
    }

    /// Writes that the stack is to become the submission, and begins.
    ///
    /// @param status `CREATE_IN_PROGRESS` or `UPDATE_IN_PROGRESS`
    /// @param change what is written together with it
    StackRow begin(StackRow row, Submission.Checked checked, String status, StackTable.Change change) {
        StackRow next = row.withStatus(status, "User Initiated", time.instant());
        if (!status.startsWith("CREATE") || row.version() != 0) {
            next = next.withStack(
                    next.stack().toBuilder().lastUpdatedTime(time.instant()).build());
        }
        if (next.version() == 0) {
            if (table.stacks(next.place()).stream()
                            .filter(stack -> !stack.deleted())
                            .count()
                    >= MAX_STACKS) {
                throw new LimitExceededException("Limit for stack has been exceeded: " + MAX_STACKS);
            }
            change.claim(next);
        }
        change.stack(next)
                .revision(next, next.work().target(), checked.revision())
                .event(next, Events.ofStack(next, time));
        if (!change.commit()) {
            throw next.version() == 0 ? CfnErrors.exists(next.name()) : changedMeanwhile(next);
        }
        deployments.wake(next.place(), next.uuid());
        return next;
    }

    /// Writes a stack's status and lets the work go on from there.
    void become(StackRow row, String status, @Nullable String reason) {
        StackRow next = row.withStatus(status, reason, time.instant());
        boolean written = table.change(row.place())
                .stack(next)
                .event(next, Events.ofStack(next, time))
                .commit();
        if (!written) {
            throw changedMeanwhile(row);
        }
        deployments.wake(row.place(), row.uuid());
    }

    static AwsException changedMeanwhile(StackRow row) {
        return CfnErrors.validation("Stack " + row.name() + " was changed meanwhile. Try again.");
    }

    Time time() {
        return time;
    }
}
