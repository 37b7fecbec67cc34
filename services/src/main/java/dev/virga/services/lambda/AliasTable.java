package dev.virga.services.lambda;

import dev.virga.store.KeyBuilder;
import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import dev.virga.store.Store;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Aliases. Key: `alias`, name of the function, name of the alias. Any thread may call it.
final class AliasTable {
    private static final int FORMAT = 1;

    private final Store store;

    AliasTable(Store store) {
        this.store = store;
    }

    record Found(Alias alias, Store.Row row) {}

    static byte[] prefix(FunctionName name) {
        return new KeyBuilder().string("alias").string(name.name()).toBytes();
    }

    static Store.Key key(FunctionName name, String alias) {
        return new KeyBuilder().raw(prefix(name)).string(alias).toKey(LambdaKeys.domain(name));
    }

    @Nullable
    Found find(FunctionName name, String alias) {
        Store.Row row = store.get(key(name, alias));
        return row == null ? null : new Found(read(row), row);
    }

    /// @throws dev.virga.wire.AwsException ResourceNotFoundException
    Found get(FunctionName name, String alias) {
        Found found = find(name, alias);
        if (found == null) {
            throw LambdaErrors.aliasNotFound(name, alias);
        }
        return found;
    }

    Store.Write put(FunctionName name, Alias alias) {
        return new Store.Put(key(name, alias.name()), write(alias));
    }

    /// @param after name of the last one of the page before, or null
    List<Alias> list(FunctionName name, @Nullable String after, int max) {
        byte[] last = after == null ? null : key(name, after).bytes();
        List<Alias> aliases = new ArrayList<>();
        for (Store.Row row : LambdaKeys.scan(store, LambdaKeys.domain(name), prefix(name), last, max)) {
            aliases.add(read(row));
        }
        return aliases;
    }

    private static byte[] write(Alias alias) {
        return new RowWriter(FORMAT)
                .string(alias.name())
                .string(alias.version())
                .string(alias.description())
                .string(alias.revisionId())
                .list(alias.weights().entrySet(), (row, e) -> row.string(e.getKey())
                        .real(e.getValue()))
                .toBytes();
    }

    private static Alias read(Store.Row stored) {
        RowReader row = new RowReader(stored.value()).upTo(FORMAT);
        String name = row.string();
        String version = row.string();
        String description = row.string();
        String revision = row.string();
        Map<String, Double> weights = new LinkedHashMap<>();
        for (Map.Entry<String, Double> entry : row.list(r -> Map.entry(r.string(), r.real()))) {
            weights.put(entry.getKey(), entry.getValue());
        }
        return new Alias(name, version, description, weights, revision);
    }
}
