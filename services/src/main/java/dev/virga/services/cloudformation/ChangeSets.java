package dev.virga.services.cloudformation;

import org.jspecify.annotations.Nullable;

/// Finds change sets by name or id.
final class ChangeSets {
    /// A change set and its stack.
    record Found(StackRow stack, ChangeSetRow set) {}

    private final StackTable table;

    ChangeSets(StackTable table) {
        this.table = table;
    }

    /// @param stackName may be null when the change set's id is given
    Found get(Place place, String nameOrId, @Nullable String stackName) {
        Found found = find(place, nameOrId, stackName);
        if (found == null) {
            throw CfnErrors.noChangeSet(nameOrId);
        }
        return found;
    }

    @Nullable
    Found find(Place place, String nameOrId, @Nullable String stackName) {
        if (stackName != null) {
            return in(table.get(place, stackName), nameOrId);
        }
        if (!nameOrId.startsWith("arn:")) {
            throw CfnErrors.validation("StackName must be specified if ChangeSetName is not specified as an ARN.");
        }
        for (StackRow stack : table.stacks(place)) {
            Found found = stack.deleted() ? null : in(stack, nameOrId);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private @Nullable Found in(StackRow stack, String nameOrId) {
        for (ChangeSetRow set : table.changeSets(stack)) {
            if (nameOrId.equals(set.shown().changeSetId())
                    || nameOrId.equals(set.shown().changeSetName())) {
                return new Found(stack, set);
            }
        }
        return null;
    }

    void delete(Found found) {
        table.change(found.stack().place())
                .dropChangeSet(found.stack(), found.set())
                .commit();
    }
}
