package dev.virga.services.cloudformation;

import dev.virga.api.cloudformation.Export;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What the resources of a stack give to expressions, as they are now. Any thread may ask.
final class DeployedValues implements Values {
    private final StackTable table;
    private final Place place;
    private final Map<String, ResourceRow> rows;
    private final Set<String> imports = ConcurrentHashMap.newKeySet();

    /// @param rows by logical id; may change meanwhile
    DeployedValues(StackTable table, Place place, Map<String, ResourceRow> rows) {
        this.table = table;
        this.place = place;
        this.rows = rows;
    }

    /// Names of the exports that were used so far.
    Set<String> imports() {
        return imports;
    }

    @Override
    public @Nullable Object ref(String logicalId) {
        Made made = made(logicalId);
        return made == null ? null : made.ref();
    }

    @Override
    public @Nullable Object attribute(String logicalId, String attribute) {
        Made made = made(logicalId);
        return made == null ? null : made.attributes().get(attribute);
    }

    private @Nullable Made made(String logicalId) {
        ResourceRow row = rows.get(logicalId);
        return row == null ? null : row.current();
    }

    @Override
    public @Nullable String exported(String name) {
        Export export = table.export(place, name);
        imports.add(name);
        return export == null ? null : export.value();
    }
}
