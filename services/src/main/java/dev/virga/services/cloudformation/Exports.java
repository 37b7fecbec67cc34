package dev.virga.services.cloudformation;

import dev.virga.api.cloudformation.Export;
import dev.virga.api.cloudformation.Output;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a stack exports and imports.
final class Exports {
    private final StackTable table;
    private final StackRow stack;

    Exports(StackTable table, StackRow stack) {
        this.table = table;
        this.stack = stack;
    }

    private List<Export> mine() {
        return table.exports(stack.place()).stream()
                .filter(export -> export.exportingStackId().equals(stack.id()))
                .toList();
    }

    /// Adds the writes that make the outputs' exports those of the stack.
    ///
    /// @throws dev.virga.wire.AwsException ValidationError when a name is taken or a value is in
    ///     use
    void change(StackTable.Change change, List<Output> outputs, Collection<String> imports) {
        Map<String, String> wanted = new LinkedHashMap<>();
        for (Output output : outputs) {
            if (output.exportName() != null && wanted.put(output.exportName(), output.outputValue()) != null) {
                throw CfnErrors.validation("Duplicate Export names: [" + output.exportName() + "]");
            }
        }
        String taken = taken(outputs);
        if (taken != null) {
            throw CfnErrors.validation(taken);
        }
        Set<String> before = new HashSet<>();
        for (Export export : mine()) {
            before.add(export.name());
            String value = wanted.get(export.name());
            if (!export.value().equals(value)) {
                refuseInUse(export.name(), value == null ? "deleted" : "updated");
            }
            if (value == null) {
                change.dropExport(export.name());
            }
        }
        wanted.forEach((name, value) -> change.export(
                Export.builder()
                        .name(name)
                        .value(value)
                        .exportingStackId(stack.id())
                        .build(),
                !before.contains(name)));
        for (String old : stack.work().imports()) {
            if (!imports.contains(old)) {
                change.dropImport(stack, old);
            }
        }
        imports.forEach(name -> change.imports(stack, name));
    }

    /// The message when another stack exports one of the names, else null.
    @Nullable
    String taken(List<Output> outputs) {
        for (Output output : outputs) {
            Export other = output.exportName() == null ? null : table.export(stack.place(), output.exportName());
            if (other != null && !other.exportingStackId().equals(stack.id())) {
                String name = other.exportingStackId().split("/", 3)[1];
                return "Export with name " + other.name() + " is already exported by stack " + name;
            }
        }
        return null;
    }

    private void refuseInUse(String name, String what) {
        List<String> users = table.importers(stack.place(), name);
        if (!users.isEmpty()) {
            throw CfnErrors.validation(inUse(name, what, users));
        }
    }

    private static String inUse(String name, String what, List<String> users) {
        return "Export " + name + " cannot be " + what + " as it is in use by " + String.join(", ", users);
    }

    /// The message when another stack uses what this one exports, else null.
    @Nullable
    String inUse() {
        for (Export export : mine()) {
            List<String> users = table.importers(stack.place(), export.name());
            if (!users.isEmpty()) {
                return inUse(export.name(), "deleted", users);
            }
        }
        return null;
    }

    /// Adds the writes that end all exports and imports of the stack.
    void drop(StackTable.Change change) {
        mine().forEach(export -> change.dropExport(export.name()));
        stack.work().imports().forEach(name -> change.dropImport(stack, name));
    }
}
