package dev.virga.kernel.audit;

import dev.virga.store.KeyBuilder;
import dev.virga.store.KeyReader;
import dev.virga.store.Store;
import dev.virga.wire.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Calls that were explained, by request id and in order of time.
///
///     domain  audit/explained
///     key     "call" + request id            value  format byte, JSON
///     key     "time" + millis + request id   value  format byte
final class ExplainedCallTable {
    private static final String DOMAIN = "audit/explained";
    private static final byte FORMAT = 1;
    private static final int PAGE_ROWS = 1000;
    private static final int PAGE_BYTES = 1 << 20;

    private final Store store;

    ExplainedCallTable(Store store) {
        this.store = store;
    }

    private static Store.Key call(String requestId) {
        return new KeyBuilder().string("call").string(requestId).toKey(DOMAIN);
    }

    private static byte[] times() {
        return new KeyBuilder().string("time").toBytes();
    }

    void put(List<ExplainedCall> calls) {
        List<Store.Write> writes = new ArrayList<>();
        for (ExplainedCall call : calls) {
            byte[] json = Json.writeBytes(call.toJson());
            byte[] value = new byte[json.length + 1];
            value[0] = FORMAT;
            System.arraycopy(json, 0, value, 1, json.length);
            writes.add(new Store.Put(call(call.requestId()), value));
            Store.Key time = new KeyBuilder()
                    .string("time")
                    .number(call.time().toEpochMilli())
                    .string(call.requestId())
                    .toKey(DOMAIN);
            writes.add(new Store.Put(time, new byte[] {FORMAT}));
        }
        store.commit(new Store.Transaction(null, List.of(), writes));
    }

    @Nullable
    ExplainedCall find(String requestId) {
        Store.Row row = store.get(call(requestId));
        if (row == null) {
            return null;
        }
        if (row.value()[0] != FORMAT) {
            throw new IllegalStateException(
                    "an explanation of format " + row.value()[0] + ": written by a newer Virga");
        }
        return ExplainedCall.parse(Arrays.copyOfRange(row.value(), 1, row.value().length));
    }

    boolean isRefused(String requestId) {
        ExplainedCall call = find(requestId);
        return call != null && !call.allowed();
    }

    /// The newest first.
    List<ExplainedCall> latest(int count) {
        List<ExplainedCall> calls = new ArrayList<>();
        for (Store.Row row : scan(count, true)) {
            ExplainedCall call = find(requestId(row));
            if (call != null) {
                calls.add(call);
            }
        }
        return calls;
    }

    int count() {
        int count = 0;
        byte[] from = times();
        byte[] to = KeyBuilder.prefixEnd(from);
        while (true) {
            List<Store.Row> rows = store.scan(DOMAIN, from, to, false, PAGE_ROWS, PAGE_BYTES);
            count += rows.size();
            if (rows.size() < PAGE_ROWS) {
                return count;
            }
            from = KeyBuilder.after(rows.getLast().key().bytes());
        }
    }

    /// Removes the oldest: at most `page` of those before the time, and `surplus` in any case.
    ///
    /// @return how many went
    int removeOldest(int surplus, Instant before, int page) {
        List<Store.Write> writes = new ArrayList<>();
        for (Store.Row row : scan(page, false)) {
            KeyReader key = new KeyReader(row.key().bytes());
            key.string();
            boolean old = key.number() < before.toEpochMilli();
            if (!old && writes.size() / 2 >= surplus) {
                break;
            }
            writes.add(new Store.Delete(row.key()));
            writes.add(new Store.Delete(call(key.string())));
        }
        if (!writes.isEmpty()) {
            store.commit(new Store.Transaction(null, List.of(), writes));
        }
        return writes.size() / 2;
    }

    private List<Store.Row> scan(int rows, boolean reverse) {
        byte[] prefix = times();
        return store.scan(DOMAIN, prefix, KeyBuilder.prefixEnd(prefix), reverse, rows, PAGE_BYTES);
    }

    private static String requestId(Store.Row row) {
        KeyReader key = new KeyReader(row.key().bytes());
        key.string();
        key.number();
        return key.string();
    }
}
