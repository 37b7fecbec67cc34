package dev.virga.services.cloudformation;

import dev.virga.api.cloudformation.Change;
import dev.virga.api.cloudformation.ResourceChange;
import dev.virga.api.cloudformation.ResourceChangeDetail;
import dev.virga.api.cloudformation.ResourceTargetDefinition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a template would change in a stack.
final class Changes {
    /// Stands for what is known only when a resource has been made.
    private static final String UNKNOWN = "{{changeSet:KNOWN_AFTER_APPLY}}";

    private final StackRow stack;
    private final @Nullable Revision before;
    private final Map<String, ResourceRow> rows = new LinkedHashMap<>();
    private final StackTable table;

    Changes(Stacks stacks, StackRow stack) {
        this.stack = stack;
        table = stacks.table();
        before = stack.work().revision() == 0
                ? null
                : table.revision(stack, stack.work().revision());
        table.resources(stack).forEach(row -> rows.put(row.logicalId(), row));
    }

    /// Whether the stack would stay as it is.
    boolean none(Submission.Checked after) {
        if (before == null) {
            return false;
        }
        refuseTypeChanges(after.plan());
        return before.tags().equals(after.revision().tags())
                && sameOutputs(before, after)
                && of(after).isEmpty();
    }

    private static boolean sameOutputs(Revision before, Submission.Checked after) {
        Object old = before.template().root().get("Outputs");
        Object now = after.template().root().get("Outputs");
        if (!Template.toJson(old).equals(Template.toJson(now))) {
            return false;
        }
        Map<String, String> values = after.revision().parameters();
        Set<String> used = References.of(now);
        used.removeIf(
                name -> Objects.equals(values.get(name), before.parameters().get(name)));
        return used.isEmpty();
    }

    private void refuseTypeChanges(Plan plan) {
        List<String> changed = new ArrayList<>();
        plan.entries().forEach((id, entry) -> {
            ResourceRow row = rows.get(id);
            if (row != null && !row.type().equals(entry.type().name())) {
                changed.add(id);
            }
        });
        if (!changed.isEmpty()) {
            throw CfnErrors.validation("Update of resource type is not permitted. The new template modifies resource"
                    + " type of the following resources: [" + String.join(", ", changed) + "]");
        }
    }

    /// In the order in which they could be carried out.
    List<Change> of(Submission.Checked after) {
        refuseTypeChanges(after.plan());
        Set<String> unsettled = new HashSet<>();
        List<Change> changes = new ArrayList<>();
        for (String id : order(after.plan())) {
            Plan.Entry entry = after.plan().entry(id);
            ResourceRow row = rows.get(id);
            if (row == null || row.current() == null) {
                unsettled.add(id);
                changes.add(change(
                        ResourceChange.builder().action("Add"), id, entry.type().name(), ""));
                continue;
            }
            Change modification = modification(after, entry, row, unsettled);
            if (modification != null) {
                changes.add(modification);
            }
        }
        rows.forEach((id, row) -> {
            if (!after.plan().entries().containsKey(id) && row.current() != null) {
                String action = row.deletionPolicy().startsWith("Retain") ? "Retain" : "Delete";
                changes.add(change(
                        ResourceChange.builder().action("Remove").policyAction(action),
                        id,
                        row.type(),
                        row.physicalId()));
            }
        });
        return changes;
    }

    private static List<String> order(Plan plan) {
        List<String> order = new ArrayList<>();
        Map<String, Set<String>> left = new LinkedHashMap<>(plan.dependencies());
        while (!left.isEmpty()) {
            for (String id : List.copyOf(left.keySet())) {
                if (order.containsAll(left.getOrDefault(id, Set.of()))) {
                    order.add(id);
                    left.remove(id);
                }
            }
        }
        return order;
    }

    private @Nullable Change modification(
            Submission.Checked after, Plan.Entry entry, ResourceRow row, Set<String> unsettled) {
        Made current = row.current();
        if (current == null) {
            return null;
        }
        Intrinsics intrinsics =
                new Intrinsics(after.template(), after.parameters(), stack.surroundings(), new Expected(unsettled));
        Object tree = intrinsics.resolve(entry.properties(), "Resources", entry.logicalId(), "Properties");
        Properties wanted = StackTags.added(
                entry.type(),
                Properties.of(tree, "Properties"),
                after.revision().tags());
        Set<String> changed = Schema.changed(current.properties(), wanted.tree());
        if (changed.isEmpty()) {
            return null;
        }
        String replacement = "False";
        List<ResourceChangeDetail> details = new ArrayList<>();
        for (String property : changed) {
            boolean certain = !Template.toJson(wanted.get(property)).contains(UNKNOWN);
            boolean replaces = entry.type().schema().replaces(property);
            if (replaces && !replacement.equals("True")) {
                replacement = certain ? "True" : "Conditional";
            }
            details.add(detail(property, certain, replaces));
        }
        if (!replacement.equals("False")) {
            unsettled.add(entry.logicalId());
        }
        return change(
                ResourceChange.builder()
                        .action("Modify")
                        .replacement(replacement)
                        .scope(List.of(changed.equals(Set.of("Tags")) ? "Tags" : "Properties"))
                        .details(details),
                entry.logicalId(),
                entry.type().name(),
                row.physicalId());
    }

    private static ResourceChangeDetail detail(String property, boolean certain, boolean replaces) {
        String recreation = !replaces ? "Never" : certain ? "Always" : "Conditionally";
        return ResourceChangeDetail.builder()
                .changeSource("DirectModification")
                .evaluation(certain ? "Static" : "Dynamic")
                .target(ResourceTargetDefinition.builder()
                        .attribute(property.equals("Tags") ? "Tags" : "Properties")
                        .name(property.equals("Tags") ? null : property)
                        .requiresRecreation(recreation)
                        .build())
                .build();
    }

    private static Change change(ResourceChange.Builder change, String logicalId, String type, String physicalId) {
        return Change.builder()
                .type("Resource")
                .resourceChange(change.logicalResourceId(logicalId)
                        .resourceType(type)
                        .physicalResourceId(physicalId.isEmpty() ? null : physicalId)
                        .build())
                .build();
    }

    /// Values of what there is; those of what is to be made are not known.
    private final class Expected implements Values {
        private final DeployedValues now = new DeployedValues(table, stack.place(), rows);
        private final Set<String> unsettled;

        Expected(Set<String> unsettled) {
            this.unsettled = unsettled;
        }

        @Override
        public @Nullable Object ref(String logicalId) {
            return unsettled.contains(logicalId) ? UNKNOWN : now.ref(logicalId);
        }

        @Override
        public @Nullable Object attribute(String logicalId, String attribute) {
            return unsettled.contains(logicalId) ? UNKNOWN : now.attribute(logicalId, attribute);
        }

        @Override
        public @Nullable String exported(String name) {
            return now.exported(name);
        }
    }
}
