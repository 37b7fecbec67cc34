package dev.virga.services.cloudformation;

import dev.virga.api.cloudformation.Output;
import dev.virga.kernel.Cloud;
import dev.virga.kernel.Time;
import dev.virga.wire.AwsException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The work on one stack: a machine whose state is the stack's status. Each state ends by writing
/// the next, so the work goes on where it was after a crash.
///
///     CREATE_IN_PROGRESS  -> CREATE_COMPLETE | CREATE_FAILED | ROLLBACK_… | DELETE_…
///     ROLLBACK_IN_PROGRESS -> ROLLBACK_COMPLETE | ROLLBACK_FAILED
///     UPDATE_IN_PROGRESS  -> UPDATE_COMPLETE_CLEANUP_… | UPDATE_FAILED | UPDATE_ROLLBACK_…
///     UPDATE_ROLLBACK_IN_PROGRESS -> UPDATE_ROLLBACK_COMPLETE_CLEANUP_… | UPDATE_ROLLBACK_FAILED
///     …_CLEANUP_IN_PROGRESS -> UPDATE_COMPLETE | UPDATE_ROLLBACK_COMPLETE
///     DELETE_IN_PROGRESS  -> DELETE_COMPLETE | DELETE_FAILED
///
/// Runs on a thread of its own. Whoever changes the status meanwhile (DeleteStack,
/// CancelUpdateStack) is noticed before the next resource.
final class Deployment {
    private static final System.Logger LOG = System.getLogger(Deployment.class.getName());

    private final StackTable table;
    private final Cloud cloud;
    private final Time time;
    private final ResourceTypes types;
    private final Place place;
    private final String uuid;
    private final BooleanSupplier closing;
    private final Map<String, ResourceRow> rows = new ConcurrentHashMap<>();

    /// @param closing whether the server ends: then the work stops where it is
    Deployment(
            StackTable table,
            Cloud cloud,
            Time time,
            ResourceTypes types,
            Place place,
            String uuid,
            BooleanSupplier closing) {
        this.table = table;
        this.cloud = cloud;
        this.time = time;
        this.types = types;
        this.place = place;
        this.uuid = uuid;
        this.closing = closing;
    }

    /// Returns when nothing is in progress any more.
    void run() {
        for (StackRow stack = table.stack(place, uuid);
                stack != null && stack.inProgress() && !closing.getAsBoolean();
                stack = table.stack(place, uuid)) {
            rows.clear();
            for (ResourceRow row : table.resources(stack)) {
                rows.put(row.logicalId(), row);
            }
            advance(stack);
        }
    }

    private void advance(StackRow stack) {
        switch (stack.status()) {
            case "CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS" -> bring(stack);
            case "UPDATE_ROLLBACK_IN_PROGRESS" -> bringBack(stack);
            case "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS" -> cleanUp(stack, "UPDATE_COMPLETE", false);
            case "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS" -> cleanUp(stack, "UPDATE_ROLLBACK_COMPLETE", true);
            case "ROLLBACK_IN_PROGRESS" -> removeAll(stack, "ROLLBACK_COMPLETE", "ROLLBACK_FAILED");
            case "DELETE_IN_PROGRESS" -> delete(stack);
            default -> throw new IllegalStateException("nothing to do for " + stack.status());
        }
    }

    /// Writes the next status, unless somebody else did; then the machine looks again.
    private void become(StackRow stack, String status, @Nullable String reason, UnaryOperator<StackTable.Change> with) {
        StackRow next = stack.withStatus(status, reason, time.instant());
        with.apply(table.change(place).stack(next))
                .event(next, Events.ofStack(next, time))
                .commit();
    }

    private void become(StackRow stack, String status, @Nullable String reason) {
        become(stack, status, reason, change -> change);
    }

    /// Whether the stack is still meant to be what this step works for.
    private boolean unchanged(StackRow stack) {
        if (closing.getAsBoolean()) {
            return false;
        }
        StackRow now = table.stack(place, uuid);
        return now != null && now.status().equals(stack.status());
    }

    private ResourceStep step(StackRow stack) {
        return new ResourceStep(table, cloud, time, stack, rows, closing);
    }

    /// What a revision asks for, in the surroundings of this stack.
    private final class Goal {
        final Template template;
        final Map<String, Object> parameters;
        final Plan plan;
        final DeployedValues values;
        final StackRow stack;
        final Map<String, String> tags;

        Goal(StackRow stack, long revision) {
            Revision given = table.revision(stack, revision);
            this.stack = stack;
            template = given.template();
            parameters = Parameters.typed(template, given.values());
            plan = Plan.of(template, parameters, stack.surroundings(), types);
            values = new DeployedValues(table, place, rows);
            tags = given.tags();
        }

        Intrinsics intrinsics() {
            return new Intrinsics(template, parameters, stack.surroundings(), values);
        }

        Properties properties(Plan.Entry entry) {
            Object tree = intrinsics().resolve(entry.properties(), "Resources", entry.logicalId(), "Properties");
            return StackTags.added(entry.type(), Properties.of(tree, "Properties"), tags);
        }
    }

    private Map<String, RuntimeException> apply(Goal goal, long revision, boolean back) {
        ResourceStep step = step(goal.stack);
        return new Graph(goal.plan.dependencies())
                .run(
                        id -> {
                            Plan.Entry entry = goal.plan.entry(id);
                            step.apply(entry, () -> goal.properties(entry), revision, back);
                        },
                        () -> unchanged(goal.stack),
                        back);
    }

    private void bring(StackRow stack) {
        boolean creating = stack.status().equals("CREATE_IN_PROGRESS");
        String reason;
        try {
            Goal goal = new Goal(stack, stack.work().target());
            Map<String, RuntimeException> failures = apply(goal, stack.work().target(), false);
            if (!unchanged(stack)) {
                return;
            }
            if (failures.isEmpty()) {
                finish(stack, goal, creating ? "CREATE_COMPLETE" : "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS");
                return;
            }
            reason = "The following resource(s) failed to " + (creating ? "create" : "update") + ": ["
                    + String.join(", ", new TreeSet<>(failures.keySet())) + "]. ";
        } catch (RuntimeException e) {
            if (!(e instanceof AwsException)) {
                LOG.log(System.Logger.Level.ERROR, "deployment of " + stack.id() + " failed", e);
            }
            reason = Events.reason(e) + ". ";
        }
        if (closing.getAsBoolean()) {
            return;
        }
        giveUp(stack, creating, reason);
    }

    private void giveUp(StackRow stack, boolean creating, String reason) {
        switch (stack.work().onFailure()) {
            case "DO_NOTHING" -> become(stack, creating ? "CREATE_FAILED" : "UPDATE_FAILED", reason.strip());
            case "DELETE" ->
                become(
                        stack,
                        creating ? "DELETE_IN_PROGRESS" : "UPDATE_ROLLBACK_IN_PROGRESS",
                        reason + "Delete requested by user.");
            default ->
                become(
                        stack,
                        creating ? "ROLLBACK_IN_PROGRESS" : "UPDATE_ROLLBACK_IN_PROGRESS",
                        reason + "Rollback requested by user.");
        }
    }

    /// Outputs and exports, and the revision becomes what the stack is.
    private void finish(StackRow stack, Goal goal, String status) {
        List<Output> outputs = new Outputs(goal.template, goal.intrinsics()).all();
        // After a crash not all properties were evaluated by this run.
        goal.plan.entries().values().forEach(goal::properties);
        Set<String> imports = goal.values.imports();
        StackRow next = stack.withStack(
                        stack.stack().toBuilder().outputs(outputs).build())
                .withWork(stack.work().withRevision(stack.work().target(), List.copyOf(imports)));
        StackTable.Change change = table.change(place);
        new Exports(table, stack).change(change, outputs, imports);
        StackRow settled = next.withStatus(status, null, time.instant());
        if (stack.work().revision() != 0
                && stack.work().revision() != stack.work().target()) {
            change.dropRevision(stack, stack.work().revision());
        }
        // When this fails somebody wrote the stack or an export meanwhile: the machine looks again.
        change.stack(settled).event(settled, Events.ofStack(settled, time)).commit();
    }

    private void bringBack(StackRow stack) {
        Goal goal = new Goal(stack, stack.work().revision());
        Map<String, RuntimeException> failures = apply(goal, stack.work().revision(), true);
        if (!unchanged(stack)) {
            return;
        }
        if (!failures.isEmpty()) {
            become(
                    stack,
                    "UPDATE_ROLLBACK_FAILED",
                    "The following resource(s) failed to update: ["
                            + String.join(", ", new TreeSet<>(failures.keySet())) + "].");
            return;
        }
        Revision settled = table.revision(stack, stack.work().revision());
        StackRow back = stack.withStack(stack.stack().toBuilder()
                .parameters(Parameters.shown(goal.template, settled))
                .tags(StackTags.shown(settled.tags()))
                .capabilities(settled.capabilities())
                .build());
        become(
                back,
                "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS",
                null,
                change -> change.dropRevision(stack, stack.work().target()));
    }

    /// Removes what was replaced and what the template no longer has.
    ///
    /// @param back what the failed update made goes, whatever its policies say
    private void cleanUp(StackRow stack, String then, boolean back) {
        Goal goal = new Goal(stack, stack.work().revision());
        ResourceStep step = step(stack);
        new Graph(Graph.reversed(dependencies()))
                .run(
                        id -> {
                            ResourceRow row = row(id);
                            if (!goal.plan.entries().containsKey(id)) {
                                step.remove(
                                        types.get(row.type()),
                                        row,
                                        !back
                                                && !row.deletionPolicy().equals("Delete")
                                                && !row.deletionPolicy().equals("RetainExceptOnCreate"));
                                step.forget(row);
                                return;
                            }
                            if (back || row.updateReplacePolicy().equals("Delete")) {
                                step.deletePrevious(types.get(row.type()), row);
                            }
                            step.keep(row.holding(row.current(), null, null));
                        },
                        () -> unchanged(stack),
                        true);
        if (unchanged(stack)) {
            become(stack, then, null);
        }
    }

    private ResourceRow row(String logicalId) {
        ResourceRow row = rows.get(logicalId);
        if (row == null) {
            throw new IllegalStateException("no row of " + logicalId);
        }
        return row;
    }

    private Map<String, Set<String>> dependencies() {
        Map<String, Set<String>> all = new LinkedHashMap<>();
        rows.forEach((id, row) -> all.put(id, new TreeSet<>(row.dependsOn())));
        return all;
    }

    private void delete(StackRow stack) {
        String used = new Exports(table, stack).inUse();
        if (used != null) {
            become(stack, "DELETE_FAILED", used);
            return;
        }
        removeAll(stack, "DELETE_COMPLETE", "DELETE_FAILED");
    }

    private void removeAll(StackRow stack, String then, String otherwise) {
        boolean deleting = then.equals("DELETE_COMPLETE");
        ResourceStep step = step(stack);
        Map<String, RuntimeException> failures = new Graph(Graph.reversed(dependencies()))
                .run(
                        id -> {
                            ResourceRow row = row(id);
                            if (row.status().equals("DELETE_COMPLETE")
                                    || row.status().equals("DELETE_SKIPPED")) {
                                return;
                            }
                            boolean kept = row.deletionPolicy().equals("Retain")
                                    || (deleting && row.deletionPolicy().equals("RetainExceptOnCreate"));
                            step.remove(
                                    types.get(row.type()),
                                    row,
                                    kept || (deleting && stack.work().retain().contains(id)));
                        },
                        () -> unchanged(stack),
                        true);
        if (!unchanged(stack)) {
            return;
        }
        if (!failures.isEmpty()) {
            become(
                    stack,
                    otherwise,
                    "The following resource(s) failed to delete: ["
                            + String.join(", ", new TreeSet<>(failures.keySet())) + "]. ");
            return;
        }
        become(stack, then, null, change -> {
            if (deleting) {
                change.release(stack);
                new Exports(table, stack).drop(change);
                table.changeSets(stack).forEach(set -> change.dropChangeSet(stack, set));
            }
            return change;
        });
    }
}
