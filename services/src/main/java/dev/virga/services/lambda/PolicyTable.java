package dev.virga.services.lambda;

import dev.virga.store.KeyBuilder;
import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import dev.virga.store.Store;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Resource policies of functions. Key: `policy`, name, qualifier (empty for the function itself).
/// Any thread may call it.
final class PolicyTable {
    private static final int FORMAT = 1;

    private final Store store;

    PolicyTable(Store store) {
        this.store = store;
    }

    /// @param statements JSON of each statement by its id, in the order in which they were added
    record Policy(Map<String, String> statements, String revisionId) {
        String document() {
            return "{\"Version\":\"2012-10-17\",\"Id\":\"default\",\"Statement\":["
                    + String.join(",", statements.values()) + "]}";
        }

        Policy with(String id, String statement, String revision) {
            Map<String, String> all = new LinkedHashMap<>(statements);
            all.put(id, statement);
            return new Policy(all, revision);
        }

        Policy without(String id, String revision) {
            Map<String, String> rest = new LinkedHashMap<>(statements);
            rest.remove(id);
            return new Policy(rest, revision);
        }
    }

    record Found(Policy policy, Store.Row row) {}

    static byte[] prefix(FunctionName name) {
        return new KeyBuilder().string("policy").string(name.name()).toBytes();
    }

    static Store.Key key(FunctionName name) {
        return new KeyBuilder()
                .raw(prefix(name))
                .string(name.settingsQualifier())
                .toKey(LambdaKeys.domain(name));
    }

    @Nullable
    Found find(FunctionName name) {
        Store.Row row = store.get(key(name));
        return row == null ? null : new Found(read(row), row);
    }

    /// The policy as IAM reads it, or null when there is none.
    @Nullable
    String document(FunctionName name) {
        Found found = find(name);
        return found == null ? null : found.policy().document();
    }

    Store.Write put(FunctionName name, Policy policy) {
        byte[] value = new RowWriter(FORMAT)
                .string(policy.revisionId())
                .map(policy.statements())
                .toBytes();
        return new Store.Put(key(name), value);
    }

    private static Policy read(Store.Row stored) {
        RowReader row = new RowReader(stored.value()).upTo(FORMAT);
        String revision = row.string();
        return new Policy(row.map(), revision);
    }
}
