package dev.virga.services.dynamodb;

import dev.virga.api.dynamodb.AttributeValue;
import dev.virga.kernel.Call;
import dev.virga.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Carries out changes of single items. One that depends on nothing is one commit without a read;
/// the others go through [ItemGroups]. Both begin anew when the table was changed meanwhile.
///
/// Any thread may call it.
final class ItemWriter {
    /// Attempts of one change; each failure means that the table was changed.
    private static final int MAX_ATTEMPTS = 100;

    private final Store store;
    private final DefinitionTable definitions;
    private final ItemTable items;
    private final ItemGroups groups;

    ItemWriter(Store store, DefinitionTable definitions, ItemTable items) {
        this.store = store;
        this.definitions = definitions;
        this.items = items;
        this.groups = new ItemGroups(store, definitions, items);
    }

    /// What happened.
    ///
    /// @param before null when there was no item, or nobody had to know
    /// @param after null when there is none
    record Written(
            Table table,
            ItemChange change,
            @Nullable Map<String, AttributeValue> before,
            @Nullable Map<String, AttributeValue> after) {}

    /// The condition was not met.
    static final class ConditionFailed extends Exception {
        final transient @Nullable Map<String, AttributeValue> item;

        ConditionFailed(@Nullable Map<String, AttributeValue> item) {
            super("the condition was not met", null, false, false);
            this.item = item;
        }
    }

    /// @param change makes the change for the table as it is now; may be asked several times
    /// @param needBefore the caller wants to know the item as it was
    Written write(Call call, String tableName, boolean needBefore, Function<Table, ItemChange> change)
            throws ConditionFailed {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Table table = definitions.get(call, tableName);
            ItemChange wanted = change.apply(table);
            Written written = needBefore || needsRead(table, wanted)
                    ? groups.write(table, wanted, items.key(table, wanted.key()))
                    : blind(table, wanted);
            if (written != null) {
                return written;
            }
        }
        throw DynamodbErrors.tooMuchContention();
    }

    /// Changes without conditions, of different items of one table. A table without indexes takes
    /// them in one commit.
    List<Written> writeAll(Call call, String tableName, boolean needBefore, List<ItemChange> changes) {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Table table = definitions.get(call, tableName);
            if (table.hasIndexes() || needBefore) {
                return writeEach(call, tableName, changes);
            }
            List<Store.Write> writes = new ArrayList<>(changes.size());
            List<Written> written = new ArrayList<>(changes.size());
            for (ItemChange change : changes) {
                writes.add(blindWrite(items.key(table, change.key()), change));
                written.add(written(table, change));
            }
            if (store.commit(new Store.Transaction(null, table.unchanged(), writes)) instanceof Store.Committed) {
                return written;
            }
            definitions.forget(table);
        }
        throw DynamodbErrors.tooMuchContention();
    }

    private List<Written> writeEach(Call call, String tableName, List<ItemChange> changes) {
        List<Written> written = new ArrayList<>(changes.size());
        for (ItemChange change : changes) {
            try {
                written.add(write(call, tableName, true, table -> change));
            } catch (ConditionFailed e) {
                throw new IllegalStateException("a change without a condition", e);
            }
        }
        return written;
    }

    private static boolean needsRead(Table table, ItemChange change) {
        return table.hasIndexes() || change.condition() != null || change instanceof ItemChange.Modify;
    }

    private @Nullable Written blind(Table table, ItemChange change) {
        Store.Write write = blindWrite(items.key(table, change.key()), change);
        Store.Result result = store.commit(new Store.Transaction(null, table.unchanged(), List.of(write)));
        if (result instanceof Store.Conflict) {
            definitions.forget(table);
            return null;
        }
        return written(table, change);
    }

    private static Store.Write blindWrite(Store.Key key, ItemChange change) {
        return switch (change) {
            case ItemChange.Put put -> ItemTable.put(key, put.item(), put.size());
            case ItemChange.Delete delete -> new Store.Delete(key);
            case ItemChange.Modify m -> throw new IllegalStateException("an update must read");
            case ItemChange.Check c -> throw new IllegalStateException("a check must read");
        };
    }

    private static Written written(Table table, ItemChange change) {
        return new Written(table, change, null, change instanceof ItemChange.Put put ? put.item() : null);
    }

    static Store.Check check(Store.Key key, ItemTable.@Nullable Stored stored) {
        return stored == null
                ? new Store.Absent(key)
                : new Store.At(key, stored.row().version());
    }
}
