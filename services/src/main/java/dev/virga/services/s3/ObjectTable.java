package dev.virga.services.s3;

import dev.virga.store.KeyBuilder;
import dev.virga.store.Store;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Objects, in the order in which S3 lists them:
///
///     s3/ACCOUNT/REGION/BUCKET    key as UTF-8 -> ObjectRow
final class ObjectTable {
    /// Longer keys are refused with KeyTooLongError.
    static final int MAX_KEY_BYTES = 1024;

    private static final int SCAN_BYTES = 8 << 20;

    /// @param version of the row in the store
    record Found(String key, ObjectRow object, long version) {}

    private final Store store;
    private final BucketTable buckets;

    ObjectTable(Store store, BucketTable buckets) {
        this.store = store;
        this.buckets = buckets;
    }

    static String domain(BucketRow bucket) {
        return "s3/" + bucket.account() + "/" + bucket.region() + "/" + bucket.name();
    }

    static Store.Key key(BucketRow bucket, String key) {
        return new Store.Key(domain(bucket), key.getBytes(StandardCharsets.UTF_8));
    }

    @Nullable
    Found find(BucketRow bucket, String key) {
        Store.Row row = store.get(key(bucket, key));
        return row == null ? null : new Found(key, ObjectRow.read(row.value()), row.version());
    }

    /// @throws dev.virga.wire.AwsException NoSuchKey
    Found get(BucketRow bucket, String key) {
        Found found = find(bucket, key);
        if (found == null) {
            throw S3Errors.noSuchKey();
        }
        return found;
    }

    /// Writes the object, and `more` with it. False when the bucket, or the object where `expected`
    /// says so, changed meanwhile.
    ///
    /// @param expected the object as it was seen; null when it does not matter what is there
    boolean put(BucketRow bucket, String key, ObjectRow object, @Nullable Expected expected, List<Store.Write> more) {
        List<Store.Check> checks = new ArrayList<>(2);
        checks.add(buckets.unchanged(bucket));
        if (expected != null) {
            checks.add(expected.check(bucket, key));
        }
        List<Store.Write> writes = new ArrayList<>(more);
        writes.addAll(buckets.claim(bucket));
        writes.add(new Store.Put(key(bucket, key), object.write()));
        return store.commit(new Store.Transaction(null, checks, writes)) instanceof Store.Committed;
    }

    /// What a conditional write has seen at a key.
    ///
    /// @param version null for no object
    record Expected(@Nullable Long version) {
        Store.Check check(BucketRow bucket, String key) {
            Store.Key at = key(bucket, key);
            return version == null ? new Store.Absent(at) : new Store.At(at, version);
        }
    }

    /// False when the object changed meanwhile.
    boolean delete(BucketRow bucket, String key, @Nullable Expected expected) {
        List<Store.Check> checks = expected == null ? List.of() : List.of(expected.check(bucket, key));
        List<Store.Write> writes = List.of(new Store.Delete(key(bucket, key)));
        return store.commit(new Store.Transaction(null, checks, writes)) instanceof Store.Committed;
    }

    /// Objects from this key on whose keys start with the prefix.
    List<Found> scan(BucketRow bucket, byte[] from, byte[] prefix, int max) {
        byte[] end = prefix.length == 0 ? null : KeyBuilder.prefixEnd(prefix);
        List<Found> found = new ArrayList<>();
        for (Store.Row row : store.scan(domain(bucket), from, end, false, max, SCAN_BYTES)) {
            String key = new String(row.key().bytes(), StandardCharsets.UTF_8);
            found.add(new Found(key, ObjectRow.read(row.value()), row.version()));
        }
        return found;
    }

    boolean isEmpty(BucketRow bucket) {
        return store.scan(domain(bucket), new byte[0], null, false, 1, SCAN_BYTES)
                .isEmpty();
    }

    /// The first key after every key that starts with this prefix; empty when there is none.
    static byte[] afterPrefix(String prefix) {
        byte[] end = KeyBuilder.prefixEnd(prefix.getBytes(StandardCharsets.UTF_8));
        return end == null ? new byte[0] : end;
    }

    /// The first key after this one.
    static byte[] after(String key) {
        return KeyBuilder.after(key.getBytes(StandardCharsets.UTF_8));
    }
}
