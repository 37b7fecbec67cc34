package dev.virga.services.dynamodb;

import dev.virga.api.dynamodb.AttributeValue;
import dev.virga.kernel.Call;
import dev.virga.store.Store;
import dev.virga.wire.AwsException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Carries out several changes as one commit: all items are read in one snapshot, all conditions
/// tested, and the commit checks that nothing changed meanwhile.
///
/// Any thread may call it.
final class ItemTransaction {
    private static final int MAX_ATTEMPTS = 200;
    /// Items together, as they are afterwards.
    private static final int MAX_BYTES = 4 << 20;

    private final Store store;
    private final DefinitionTable definitions;
    private final ItemTable items;
    private final TokenTable tokens;

    ItemTransaction(Store store, DefinitionTable definitions, ItemTable items, TokenTable tokens) {
        this.store = store;
        this.definitions = definitions;
        this.items = items;
        this.tokens = tokens;
    }

    /// @param returnOld the item goes into the cancellation reason when the condition is not met
    /// @param change makes the change for the table as it is now
    record Part(String table, boolean returnOld, Function<Table, ItemChange> change) {}

    /// ClientRequestToken and what came with it.
    record Token(String token, byte[] digest) {}

    /// A part with the item that it found.
    private record Planned(
            Part part, Table table, ItemChange change, Store.Key key, ItemTable.@Nullable Stored stored) {
        @Nullable
        Map<String, AttributeValue> before() {
            return stored == null ? null : stored.item();
        }
    }

    /// Null when a request with the same token was carried out meanwhile.
    ///
    /// @throws dev.virga.api.dynamodb.TransactionCanceledException with a reason for each part
    @Nullable
    List<ItemWriter.Written> write(Call call, List<Part> parts, @Nullable Token token) {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            List<Planned> plan = plan(call, parts);
            List<ItemWriter.Written> written = evaluate(plan);
            Store.Transaction transaction = transaction(call, plan, written, token);
            if (commit(transaction) instanceof Store.Committed) {
                return written;
            }
            if (token != null && tokens.find(call, token.token()) != null) {
                return null;
            }
            plan.forEach(planned -> definitions.forget(planned.table));
        }
        throw CancellationReasons.conflict(parts.size());
    }

    /// With its index entries a transaction may be larger than the store takes at once.
    private Store.Result commit(Store.Transaction transaction) {
        try {
            return store.commit(transaction);
        } catch (Store.LimitExceeded e) {
            throw DynamodbErrors.validation("Transaction size exceeds the limit: " + e.getMessage());
        }
    }

    private List<Planned> plan(Call call, List<Part> parts) {
        List<Planned> plan = new ArrayList<>();
        CancellationReasons reasons = new CancellationReasons();
        Set<Store.Key> seen = new HashSet<>();
        for (Part part : parts) {
            Table table = definitions.get(call, part.table);
            try {
                ItemChange change = part.change.apply(table);
                Store.Key key = items.key(table, change.key());
                if (!seen.add(key)) {
                    throw new Duplicate();
                }
                plan.add(new Planned(part, table, change, key, null));
                reasons.none();
            } catch (AwsException invalid) {
                reasons.invalid(String.valueOf(invalid.getMessage()));
            } catch (Duplicate duplicate) {
                throw DynamodbErrors.validation("Transaction request cannot include multiple operations on one item");
            }
        }
        reasons.check();
        Map<Store.Key, ItemTable.Stored> stored =
                items.get(plan.stream().map(Planned::key).toList());
        plan.replaceAll(p -> new Planned(p.part, p.table, p.change, p.key, stored.get(p.key)));
        return plan;
    }

    private static final class Duplicate extends RuntimeException {
        Duplicate() {
            super("two changes of one item", null, false, false);
        }
    }

    private static List<ItemWriter.Written> evaluate(List<Planned> plan) {
        List<ItemWriter.Written> written = new ArrayList<>();
        CancellationReasons reasons = new CancellationReasons();
        long bytes = 0;
        for (Planned p : plan) {
            if (!p.change.allowed(p.before())) {
                reasons.conditionFailed(p.part.returnOld ? p.before() : null);
                continue;
            }
            try {
                Map<String, AttributeValue> after = p.change.after(p.table.definition(), p.before());
                written.add(new ItemWriter.Written(p.table, p.change, p.before(), after));
                bytes += after == null ? 0 : ItemSize.of(after);
                reasons.none();
            } catch (AwsException invalid) {
                reasons.invalid(String.valueOf(invalid.getMessage()));
            }
        }
        reasons.check();
        if (bytes > MAX_BYTES) {
            throw DynamodbErrors.validation("Transaction size exceeds the limit of 4 MB");
        }
        return written;
    }

    private Store.Transaction transaction(
            Call call, List<Planned> plan, List<ItemWriter.Written> written, @Nullable Token token) {
        Set<Store.Check> checks = new LinkedHashSet<>();
        List<Store.Write> writes = new ArrayList<>();
        for (int i = 0; i < plan.size(); i++) {
            Planned p = plan.get(i);
            ItemWriter.Written w = written.get(i);
            checks.addAll(p.table.unchanged());
            checks.add(ItemWriter.check(p.key, p.stored));
            boolean nothing = w.before() == null && w.after() == null;
            if (!nothing && !(p.change instanceof ItemChange.Check)) {
                items.change(p.table, p.key, w.before(), w.after(), writes);
            }
        }
        if (token != null) {
            checks.add(TokenTable.absent(call, token.token()));
            writes.addAll(TokenTable.writes(call, token.token(), token.digest()));
        }
        return new Store.Transaction(null, List.copyOf(checks), writes);
    }
}
