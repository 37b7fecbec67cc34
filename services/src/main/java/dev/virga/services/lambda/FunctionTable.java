package dev.virga.services.lambda;

import dev.virga.store.KeyBuilder;
import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import dev.virga.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Functions, and how much concurrency the account has reserved for them.
///
///     `function`, name     -> next version, reserved concurrency, tags
///     `reserved`           -> sum of all reserved concurrency
///
/// Any thread may call it.
final class FunctionTable {
    private static final int FORMAT = 1;

    private final Store store;

    FunctionTable(Store store) {
        this.store = store;
    }

    record Found(Function function, Store.Row row) {}

    static Store.Key key(FunctionName name) {
        return new KeyBuilder().string("function").string(name.name()).toKey(LambdaKeys.domain(name));
    }

    static Store.Key reservedKey(FunctionName name) {
        return new KeyBuilder().string("reserved").toKey(LambdaKeys.domain(name));
    }

    @Nullable
    Found find(FunctionName name) {
        Store.Row row = store.get(key(name));
        return row == null ? null : new Found(read(row), row);
    }

    /// @throws AwsException ResourceNotFoundException
    Found get(FunctionName name) {
        Found found = find(name);
        if (found == null) {
            throw LambdaErrors.functionNotFound(name);
        }
        return found;
    }

    Store.Write put(FunctionName name, Function function) {
        return new Store.Put(key(name), write(function));
    }

    /// Replaces the row by what `change` makes of it.
    void change(FunctionName name, UnaryOperator<Function> change) {
        for (int i = 0; i < LambdaKeys.MAX_ATTEMPTS; i++) {
            Found found = get(name);
            Store.Check unchanged = new Store.At(found.row().key(), found.row().version());
            Store.Write put = put(name, change.apply(found.function()));
            if (store.commit(new Store.Transaction(null, List.of(unchanged), List.of(put)))
                    instanceof Store.Committed) {
                return;
            }
        }
        throw LambdaErrors.conflict("An update is in progress for resource: " + name.functionArn());
    }

    /// Reserves concurrency, or gives it back when `executions` is null.
    ///
    /// @param most what all functions of the account may reserve together
    void reserve(FunctionName name, @Nullable Integer executions, int most) {
        for (int i = 0; i < LambdaKeys.MAX_ATTEMPTS; i++) {
            Found found = get(name);
            Store.Row sumRow = store.get(reservedKey(name));
            Integer before = found.function().reservedConcurrency();
            int sum = reserved(sumRow) - (before == null ? 0 : before) + (executions == null ? 0 : executions);
            if (executions != null && sum > most) {
                throw LambdaErrors.invalid("Specified ReservedConcurrentExecutions for function decreases account's"
                        + " UnreservedConcurrentExecution below its minimum value of [" + Concurrency.MIN_UNRESERVED
                        + "].");
            }
            List<Store.Check> checks =
                    List.of(new Store.At(found.row().key(), found.row().version()), unchanged(name, sumRow));
            List<Store.Write> writes =
                    List.of(put(name, found.function().withReservedConcurrency(executions)), putReserved(name, sum));
            if (store.commit(new Store.Transaction(null, checks, writes)) instanceof Store.Committed) {
                return;
            }
        }
        throw LambdaErrors.conflict("An update is in progress for resource: " + name.functionArn());
    }

    static Store.Check unchanged(FunctionName name, Store.@Nullable Row sumRow) {
        Store.Key key = reservedKey(name);
        return sumRow == null ? new Store.Absent(key) : new Store.At(key, sumRow.version());
    }

    static Store.Write putReserved(FunctionName name, int sum) {
        return new Store.Put(
                reservedKey(name), new RowWriter(FORMAT).varint(sum).toBytes());
    }

    static int reserved(Store.@Nullable Row row) {
        return row == null ? 0 : (int) new RowReader(row.value()).upTo(FORMAT).varint();
    }

    int reserved(FunctionName name) {
        return reserved(store.get(reservedKey(name)));
    }

    /// Functions in the order of names.
    ///
    /// @param after name of the last one of the page before, or null
    List<Function> list(String account, String region, @Nullable String after, int max) {
        byte[] prefix = new KeyBuilder().string("function").toBytes();
        byte[] last = after == null
                ? null
                : key(new FunctionName(account, region, after, null)).bytes();
        List<Function> functions = new ArrayList<>();
        for (Store.Row row : LambdaKeys.scan(store, LambdaKeys.domain(account, region), prefix, last, max)) {
            functions.add(read(row));
        }
        return functions;
    }

    private static byte[] write(Function function) {
        Integer reserved = function.reservedConcurrency();
        return new RowWriter(FORMAT)
                .string(function.name())
                .varint(function.nextVersion())
                .nullableVarint(reserved == null ? null : (Long) reserved.longValue())
                .map(function.tags())
                .toBytes();
    }

    static Function read(Store.Row stored) {
        RowReader row = new RowReader(stored.value()).upTo(FORMAT);
        String name = row.string();
        long next = row.varint();
        Long reserved = row.nullableVarint();
        return new Function(name, next, reserved == null ? null : (Integer) reserved.intValue(), row.map());
    }
}
