package dev.virga.services.dynamodb;

import dev.virga.kernel.Call;
import dev.virga.store.KeyBuilder;
import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import dev.virga.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Client request tokens of transactions that were carried out in the last ten minutes.
///
///     domain  dynamodb/account/region/tokens
///     key     start of the ten minutes (ms), token
///     value   digest of the request, when it was carried out
///
/// Some commits delete what is older, so that nothing has to sweep.
final class TokenTable {
    static final Duration AGE = Duration.ofMinutes(10);
    private static final byte FORMAT = 1;
    /// One commit in so many deletes the old windows.
    private static final int SWEEP_SHARE = 256;

    private final Store store;

    TokenTable(Store store) {
        this.store = store;
    }

    private static String domain(Call call) {
        return "dynamodb/" + call.account() + "/" + call.region() + "/tokens";
    }

    private static long window(Instant time) {
        long millis = time.toEpochMilli();
        return millis - Math.floorMod(millis, AGE.toMillis());
    }

    private static Store.Key key(Call call, long window, String token) {
        return new KeyBuilder().number(window).string(token).toKey(domain(call));
    }

    /// Digest of the request that came with this token in the last ten minutes, or null.
    byte @Nullable [] find(Call call, String token) {
        long window = window(call.time());
        List<Store.Key> keys = List.of(key(call, window, token), key(call, window - AGE.toMillis(), token));
        for (Store.Row row : store.get(keys)) {
            RowReader reader = new RowReader(row.value()).upTo(FORMAT);
            byte[] digest = reader.bytes();
            if (Instant.ofEpochMilli(reader.varint()).plus(AGE).isAfter(call.time())) {
                return digest;
            }
        }
        return null;
    }

    /// What a transaction with this token checks: that nobody was quicker with the same one.
    static Store.Check absent(Call call, String token) {
        return new Store.Absent(key(call, window(call.time()), token));
    }

    /// What it writes.
    static List<Store.Write> writes(Call call, String token, byte[] digest) {
        long window = window(call.time());
        byte[] value = new RowWriter(FORMAT)
                .bytes(digest)
                .varint(call.time().toEpochMilli())
                .toBytes();
        byte[] first = new KeyBuilder().number(0).toBytes();
        byte[] old = new KeyBuilder().number(window - AGE.toMillis()).toBytes();
        Store.Put put = new Store.Put(key(call, window, token), value);
        return Arrays.hashCode(digest) % SWEEP_SHARE == 0
                ? List.of(put, new Store.DeleteRange(domain(call), first, old))
                : List.of(put);
    }
}
