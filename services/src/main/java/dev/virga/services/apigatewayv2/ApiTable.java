package dev.virga.services.apigatewayv2;

import dev.virga.kernel.Call;
import dev.virga.store.KeyBuilder;
import dev.virga.store.KeyReader;
import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import dev.virga.store.Store;
import dev.virga.wire.AwsException;
import dev.virga.wire.Struct;
import dev.virga.wire.Structs;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// APIs and their parts.
///
///     apigatewayv2/ACCOUNT/REGION   API-ID KIND ID      -> format, JSON of the shape that lists
///     show
///     apigatewayv2/ACCOUNT/REGION   API-ID "p" ID       -> format, JSON of what a deployment froze
///     apigatewayv2                  API-ID              -> format, account, region; written with
///     every change
///
/// A change is checked against the API's row in the last domain, so two changes of one API come one
/// after the other, and whoever serves the API sees by that row's version that it must read again.
final class ApiTable {
    private static final int FORMAT = 1;
    private static final String ADDRESSES = "apigatewayv2";
    private static final String FROZEN = "p";
    /// As many parts as an API may have of one kind; AWS's quota is 300 for most.
    private static final int MAX_PARTS = 1000;

    private static final int MAX_BYTES = 64 << 20;
    private static final int MAX_ATTEMPTS = 16;

    /// Where an API lives.
    ///
    /// @param version changes with every change of the API or one of its parts
    record Address(String account, String region, long version) {}

    /// @param id of the thing
    record Entry<T>(String id, T value) {}

    private final Store store;

    ApiTable(Store store) {
        this.store = store;
    }

    private static String domain(String account, String region) {
        return "apigatewayv2/" + account + "/" + region;
    }

    private static Store.Key addressKey(String apiId) {
        return new KeyBuilder().string(apiId).toKey(ADDRESSES);
    }

    private static Store.Key key(Call call, Kind<?> kind, String apiId, String id) {
        return new KeyBuilder()
                .string(apiId)
                .string(kind.letter())
                .string(id)
                .toKey(domain(call.account(), call.region()));
    }

    private static Store.Key frozenKey(String account, String region, String apiId, String deploymentId) {
        return new KeyBuilder()
                .string(apiId)
                .string(FROZEN)
                .string(deploymentId)
                .toKey(domain(account, region));
    }

    @Nullable
    Address address(String apiId) {
        Store.Row row = store.get(addressKey(apiId));
        if (row == null) {
            return null;
        }
        RowReader reader = new RowReader(row.value()).upTo(FORMAT);
        return new Address(reader.string(), reader.string(), row.version());
    }

    <T extends Struct> @Nullable T find(Call call, Kind<T> kind, String apiId, String id) {
        Store.Row row = store.get(key(call, kind, apiId, id));
        return row == null ? null : read(kind, row.value());
    }

    /// @throws AwsException NotFoundException
    <T extends Struct> T get(Call call, Kind<T> kind, String apiId, String id) {
        T found = find(call, kind, apiId, id);
        if (found == null) {
            throw ApiErrors.notFound(kind, id);
        }
        return found;
    }

    <T extends Struct> List<Entry<T>> list(String account, String region, Kind<T> kind, String apiId) {
        byte[] prefix = new KeyBuilder().string(apiId).string(kind.letter()).toBytes();
        List<Entry<T>> entries = new ArrayList<>();
        for (Store.Row row : store.scan(
                domain(account, region), prefix, KeyBuilder.prefixEnd(prefix), false, MAX_PARTS, MAX_BYTES)) {
            KeyReader key = new KeyReader(row.key().bytes());
            key.string();
            key.string();
            entries.add(new Entry<>(key.string(), read(kind, row.value())));
        }
        return entries;
    }

    /// Every API of the account in the region.
    <T extends Struct> List<Entry<T>> listApis(Call call, Kind<T> kind) {
        List<Entry<T>> entries = new ArrayList<>();
        for (Store.Row row : store.scan(ADDRESSES, new byte[0], null, false, 100_000, MAX_BYTES)) {
            RowReader reader = new RowReader(row.value()).upTo(FORMAT);
            boolean here =
                    reader.string().equals(call.account()) && reader.string().equals(call.region());
            String apiId = new KeyReader(row.key().bytes()).string();
            T api = here ? find(call, kind, apiId, apiId) : null;
            if (api != null) {
                entries.add(new Entry<>(apiId, api));
            }
        }
        return entries;
    }

    /// The routes and integrations that a deployment froze, or null.
    byte @Nullable [] frozen(String account, String region, String apiId, String deploymentId) {
        Store.Row row = store.get(frozenKey(account, region, apiId, deploymentId));
        return row == null ? null : new RowReader(row.value()).upTo(FORMAT).bytes();
    }

    /// Collects the writes of one change and commits them together.
    final class Change {
        private final Call call;
        private final String apiId;
        private final List<Store.Write> writes = new ArrayList<>();

        private Change(Call call, String apiId) {
            this.call = call;
            this.apiId = apiId;
        }

        <T extends Struct> Change put(Kind<T> kind, String id, T value) {
            byte[] json = Structs.toJson(value, kind.shape());
            writes.add(new Store.Put(
                    key(call, kind, apiId, id),
                    new RowWriter(FORMAT).bytes(json).toBytes()));
            return this;
        }

        Change delete(Kind<?> kind, String id) {
            writes.add(new Store.Delete(key(call, kind, apiId, id)));
            return this;
        }

        Change freeze(String deploymentId, byte[] json) {
            Store.Key key = frozenKey(call.account(), call.region(), apiId, deploymentId);
            writes.add(new Store.Put(key, new RowWriter(FORMAT).bytes(json).toBytes()));
            return this;
        }

        Change thaw(String deploymentId) {
            writes.add(new Store.Delete(frozenKey(call.account(), call.region(), apiId, deploymentId)));
            return this;
        }
    }

    /// Makes a new API.
    void create(Call call, String apiId, UnaryOperator<Change> body) {
        Change change = body.apply(new Change(call, apiId));
        change.writes.add(new Store.Put(addressKey(apiId), address(call)));
        commit(List.of(new Store.Absent(addressKey(apiId))), change.writes);
    }

    /// Changes an API that is there. `body` may run again when somebody else changed the API
    /// meanwhile.
    ///
    /// @throws AwsException NotFoundException
    void change(Call call, String apiId, UnaryOperator<Change> body) {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Store.Row row = mine(call, apiId);
            Change change = body.apply(new Change(call, apiId));
            change.writes.add(new Store.Put(addressKey(apiId), address(call)));
            if (commit(List.of(new Store.At(row.key(), row.version())), change.writes)) {
                return;
            }
        }
        throw ApiErrors.conflict(
                "Unable to complete operation due to concurrent modification. Please try again" + " later.");
    }

    void deleteApi(Call call, String apiId) {
        Store.Row row = mine(call, apiId);
        byte[] prefix = new KeyBuilder().string(apiId).toBytes();
        byte[] end = KeyBuilder.prefixEnd(prefix);
        commit(
                List.of(),
                List.of(
                        new Store.Delete(row.key()),
                        new Store.DeleteRange(
                                domain(call.account(), call.region()), prefix, end == null ? prefix : end)));
    }

    private Store.Row mine(Call call, String apiId) {
        Store.Row row = store.get(addressKey(apiId));
        if (row != null) {
            RowReader reader = new RowReader(row.value()).upTo(FORMAT);
            if (reader.string().equals(call.account()) && reader.string().equals(call.region())) {
                return row;
            }
        }
        throw ApiErrors.notFound(Kind.API, apiId);
    }

    private static byte[] address(Call call) {
        return new RowWriter(FORMAT)
                .string(call.account())
                .string(call.region())
                .toBytes();
    }

    private boolean commit(List<Store.Check> checks, List<Store.Write> writes) {
        return store.commit(new Store.Transaction(null, checks, writes)) instanceof Store.Committed;
    }

    private static <T extends Struct> T read(Kind<T> kind, byte[] row) {
        return Structs.fromJson(new RowReader(row).upTo(FORMAT).bytes(), kind.shape());
    }
}
