package dev.virga.services.cloudformation;

import dev.virga.kernel.Cloud;
import dev.virga.kernel.Time;
import dev.virga.wire.AwsException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Brings one resource after the other of a stack to what a revision asks for.
///
/// Before each step its row says what is going to be done, and afterwards what came of it, so that
/// the step can be repeated after a crash. Several threads, each with a resource of its own.
final class ResourceStep {
    private static final System.Logger LOG = System.getLogger(ResourceStep.class.getName());

    /// Characters of an id that is made here; statement ids can have no more.
    private static final int MAX_ID = 100;

    private final StackTable table;
    private final Cloud cloud;
    private final Time time;
    private final StackRow stack;
    private final Map<String, ResourceRow> rows;
    private final BooleanSupplier closing;

    /// @param rows of the stack by logical id; kept up to date
    /// @param closing whether the server ends: what fails then is tried again at the next start
    ResourceStep(
            StackTable table,
            Cloud cloud,
            Time time,
            StackRow stack,
            Map<String, ResourceRow> rows,
            BooleanSupplier closing) {
        this.table = table;
        this.cloud = cloud;
        this.time = time;
        this.stack = stack;
        this.rows = rows;
        this.closing = closing;
    }

    /// @param wanted evaluates the properties
    /// @param revision that the entry belongs to
    /// @param back the stack returns to this revision
    void apply(Plan.Entry entry, Supplier<Properties> wanted, long revision, boolean back) {
        ResourceRow row = rows.get(entry.logicalId());
        if (row != null && row.revision() == revision && row.complete() && row.current() != null) {
            return;
        }
        if (row != null && back && row.replaced()) {
            row = row.with("UPDATE_COMPLETE", null, time.instant()).holding(row.previous(), row.current(), null);
            save(row);
        }
        try {
            bring(entry, wanted.get(), row, revision, back);
        } catch (RuntimeException e) {
            throw failed(entry, e);
        }
    }

    private void bring(Plan.Entry entry, Properties wanted, @Nullable ResourceRow row, long revision, boolean back) {
        Made current = row == null ? null : row.current();
        if (row == null || current == null) {
            make(entry, wanted, row, revision, back);
            return;
        }
        boolean interrupted = row.status().endsWith("_IN_PROGRESS");
        Made previous = row.previous();
        Made before = interrupted && row.name() == null && previous != null && !back ? previous : current;
        Set<String> changed = Schema.changed(before.properties(), wanted.tree());
        if (changed.isEmpty() && !interrupted) {
            String status = "CREATE_COMPLETE".equals(row.status()) ? "CREATE_COMPLETE" : "UPDATE_COMPLETE";
            keep(row.with(status, null, row.time()).at(revision, entry));
        } else if (entry.type().replaces(changed)) {
            make(entry, wanted, row, revision, back);
        } else {
            change(entry, wanted, row, before, revision);
        }
    }

    /// Makes a resource, a new one or one that takes the place of another.
    private void make(Plan.Entry entry, Properties wanted, @Nullable ResourceRow found, long revision, boolean back) {
        ResourceType type = entry.type();
        Made old = found == null ? null : found.current();
        String begun = found != null && found.status().endsWith("_IN_PROGRESS") ? found.name() : null;
        boolean again = begun != null;
        DynamicReferences references = new DynamicReferences(deed(entry.logicalId(), "", again), type.name());
        Properties real = references.resolve(wanted);
        String name = begun != null ? begun : name(entry, real, old);
        Deed deed = deed(entry.logicalId(), name, again);
        if (!again && type.naming() != null && real.has(type.naming().property()) && type.taken(deed, real)) {
            throw CfnErrors.validation(name + " already exists");
        }
        String verb = old == null ? "CREATE" : "UPDATE";
        String why = old == null
                ? null
                : "Requested update requires the creation of a new physical resource; hence creating one.";
        ResourceRow row = (found == null ? blank(entry) : found).with(verb + "_IN_PROGRESS", why, time.instant());
        row = row.holding(old, row.previous(), name).at(row.revision(), entry);
        save(row);
        Made made = references
                .masked(() -> type.create(deed, named(type, real, name)))
                .with(wanted);
        Made before = old == null || back ? row.previous() : old;
        save(row.with(verb + "_COMPLETE", null, time.instant())
                .holding(made, before, null)
                .at(revision, entry));
    }

    private void change(Plan.Entry entry, Properties wanted, ResourceRow found, Made before, long revision) {
        Made previous = found.previous() == null ? before : found.previous();
        ResourceRow row =
                found.with("UPDATE_IN_PROGRESS", null, time.instant()).holding(before.with(wanted), previous, null);
        save(row);
        String name = before.physicalId();
        Deed deed = deed(entry.logicalId(), name, true);
        DynamicReferences references = new DynamicReferences(deed, entry.type().name());
        Properties real = references.resolve(wanted);
        Made made = references
                .masked(() -> entry.type().update(deed, before, named(entry.type(), real, name)))
                .with(wanted);
        save(row.with("UPDATE_COMPLETE", null, time.instant())
                .holding(made, previous, null)
                .at(revision, entry));
    }

    private RuntimeException failed(Plan.Entry entry, RuntimeException e) {
        if (closing.getAsBoolean()) {
            return e;
        }
        ResourceRow found = rows.get(entry.logicalId());
        ResourceRow row = found == null ? blank(entry) : found;
        log(row, e);
        String status = row.current() == null ? "CREATE_FAILED" : "UPDATE_FAILED";
        save(row.with(status, Events.reason(e), time.instant()).holding(row.current(), row.previous(), null));
        return e;
    }

    private void log(ResourceRow row, RuntimeException e) {
        if (!(e instanceof AwsException)) {
            LOG.log(System.Logger.Level.ERROR, stack.id() + " " + row.logicalId() + " failed", e);
        }
    }

    /// The name that the template gives, or a new one. A resource that takes the place of another
    /// cannot have its name.
    private String name(Plan.Entry entry, Properties wanted, @Nullable Made old) {
        NameRule rule = entry.type().naming();
        if (rule == null) {
            return new NameRule("", MAX_ID, false).generate(stack.name(), entry.logicalId());
        }
        String given = wanted.text(rule.property());
        if (given != null
                && old != null
                && given.equals(Template.text(old.properties().get(rule.property())))) {
            throw CfnErrors.validation("CloudFormation cannot update a stack when a custom-named resource requires"
                    + " replacing. Rename " + given + " and update the stack again.");
        }
        return given != null ? given : rule.generate(stack.name(), entry.logicalId());
    }

    private static Properties named(ResourceType type, Properties wanted, String name) {
        NameRule rule = type.naming();
        return rule == null || wanted.has(rule.property()) ? wanted : wanted.with(rule.property(), name);
    }

    private ResourceRow blank(Plan.Entry entry) {
        return new ResourceRow(
                entry.logicalId(),
                entry.type().name(),
                "CREATE_IN_PROGRESS",
                null,
                time.instant(),
                null,
                null,
                null,
                0,
                entry.deletionPolicy(),
                entry.updateReplacePolicy(),
                List.copyOf(entry.dependsOn()));
    }

    /// Deletes what a row holds and records that it is gone.
    ///
    /// @param type of the row
    void remove(ResourceType type, ResourceRow found, boolean retain) {
        String begun = found.current() == null ? found.name() : null;
        if (begun != null && type.naming() != null && !retain) {
            // It was being made when the server ended, and may be there.
            Made maybe = new Made(begun, begun, Map.of(), Map.of());
            type.delete(deed(found.logicalId(), begun, true), maybe);
        }
        Made current = found.current();
        if (retain || current == null) {
            save(found.with(retain ? "DELETE_SKIPPED" : "DELETE_COMPLETE", null, time.instant()));
            return;
        }
        ResourceRow row = found.with("DELETE_IN_PROGRESS", null, time.instant());
        save(row);
        try {
            deletePrevious(type, row);
            type.delete(deed(row.logicalId(), row.physicalId(), true), current);
            save(row.with("DELETE_COMPLETE", null, time.instant()));
        } catch (RuntimeException e) {
            if (closing.getAsBoolean()) {
                throw e;
            }
            log(row, e);
            save(row.with("DELETE_FAILED", Events.reason(e), time.instant()));
            throw e;
        }
    }

    /// Deletes what was replaced.
    void deletePrevious(ResourceType type, ResourceRow row) {
        Made previous = row.previous();
        if (previous != null && row.replaced()) {
            type.delete(deed(row.logicalId(), previous.physicalId(), true), previous);
        }
    }

    /// Writes the row without an event.
    void keep(ResourceRow row) {
        rows.put(row.logicalId(), row);
        table.change(stack.place()).resource(stack, row).commit();
    }

    void forget(ResourceRow row) {
        rows.remove(row.logicalId());
        table.change(stack.place()).dropResource(stack, row.logicalId()).commit();
    }

    private Deed deed(String logicalId, String name, boolean again) {
        return new Deed(
                cloud,
                time,
                stack.work().caller(),
                stack.place().region(),
                stack.work().endpoint(),
                stack.name(),
                logicalId,
                name,
                again);
    }

    /// Writes the row and tells of it.
    private void save(ResourceRow row) {
        rows.put(row.logicalId(), row);
        table.change(stack.place())
                .resource(stack, row)
                .event(stack, Events.ofResource(stack, row))
                .commit();
    }
}
