package dev.virga.services.lambda;

import dev.virga.store.KeyBuilder;
import dev.virga.store.KeyReader;
import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import dev.virga.store.Store;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How events are tried again and where they go in the end. Key: `event-invoke`, name, qualifier
/// (empty for `$LATEST`). Any thread may call it.
final class EventInvokeConfigTable {
    private static final int FORMAT = 1;

    private final Store store;

    EventInvokeConfigTable(Store store) {
        this.store = store;
    }

    /// @param maxRetries null for the usual 2
    /// @param maxAgeSeconds null for the usual 6 hours
    /// @param onSuccess ARN or null
    /// @param onFailure ARN or null
    record Config(
            @Nullable Integer maxRetries,
            @Nullable Integer maxAgeSeconds,
            @Nullable String onSuccess,
            @Nullable String onFailure,
            long modifiedMillis) {
        private static final int DEFAULT_RETRIES = 2;
        private static final int DEFAULT_AGE_SECONDS = 21_600;

        static final Config NONE = new Config(null, null, null, null, 0);

        int retries() {
            return maxRetries == null ? DEFAULT_RETRIES : maxRetries;
        }

        long ageMillis() {
            return 1000L * (maxAgeSeconds == null ? DEFAULT_AGE_SECONDS : maxAgeSeconds);
        }
    }

    /// @param qualifier empty for `$LATEST`
    record Listed(String qualifier, Config config) {}

    static byte[] prefix(FunctionName name) {
        return new KeyBuilder().string("event-invoke").string(name.name()).toBytes();
    }

    private static Store.Key key(FunctionName name) {
        return new KeyBuilder()
                .raw(prefix(name))
                .string(name.settingsQualifier())
                .toKey(LambdaKeys.domain(name));
    }

    @Nullable
    Config find(FunctionName name) {
        Store.Row row = store.get(key(name));
        return row == null ? null : read(row);
    }

    void put(FunctionName name, Config config) {
        Integer retries = config.maxRetries();
        Integer age = config.maxAgeSeconds();
        byte[] value = new RowWriter(FORMAT)
                .nullableVarint(retries == null ? null : (Long) retries.longValue())
                .nullableVarint(age == null ? null : (Long) age.longValue())
                .nullableString(config.onSuccess())
                .nullableString(config.onFailure())
                .varint(config.modifiedMillis())
                .toBytes();
        store.commit(new Store.Transaction(null, List.of(), List.of(new Store.Put(key(name), value))));
    }

    void delete(FunctionName name) {
        store.commit(new Store.Transaction(null, List.of(), List.of(new Store.Delete(key(name)))));
    }

    /// @param after qualifier of the last one of the page before, or null
    List<Listed> list(FunctionName name, @Nullable String after, int max) {
        byte[] prefix = prefix(name);
        byte[] last = after == null ? null : key(name.withQualifier(after)).bytes();
        List<Listed> configs = new ArrayList<>();
        for (Store.Row row : LambdaKeys.scan(store, LambdaKeys.domain(name), prefix, last, max)) {
            configs.add(new Listed(new KeyReader(row.key().bytes(), prefix.length).string(), read(row)));
        }
        return configs;
    }

    private static Config read(Store.Row stored) {
        RowReader row = new RowReader(stored.value()).upTo(FORMAT);
        Long retries = row.nullableVarint();
        Long age = row.nullableVarint();
        return new Config(
                retries == null ? null : (Integer) retries.intValue(),
                age == null ? null : (Integer) age.intValue(),
                row.nullableString(),
                row.nullableString(),
                row.varint());
    }
}
