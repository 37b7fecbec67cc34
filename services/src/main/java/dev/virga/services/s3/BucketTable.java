package dev.virga.services.s3;

import dev.virga.store.KeyBuilder;
import dev.virga.store.KeyReader;
import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import dev.virga.store.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Buckets. Their names are unique in the whole cloud, so that is where they are kept:
///
///     s3    BUCKET -> format, account, region, created, settings
///
/// Every write of an object checks this row, so a bucket that was deleted takes nothing in.
final class BucketTable {
    private static final int FORMAT = 1;
    private static final String DOMAIN = "s3";
    private static final int MAX_ATTEMPTS = 16;
    private static final int MAX_BYTES = 64 << 20;

    /// As many as an account may have, by AWS's default quota.
    static final int MAX_BUCKETS = 10_000;

    private final Store store;

    BucketTable(Store store) {
        this.store = store;
    }

    @Nullable
    BucketRow find(String name) {
        Store.Row row = store.get(key(name));
        return row == null ? null : read(row);
    }

    /// @throws dev.virga.wire.AwsException NoSuchBucket
    BucketRow get(String name) {
        BucketRow bucket = find(name);
        if (bucket == null) {
            throw S3Errors.noSuchBucket();
        }
        return bucket;
    }

    List<BucketRow> list(String account) {
        List<BucketRow> found = new ArrayList<>();
        for (Store.Row row : store.scan(DOMAIN, new byte[0], null, false, Integer.MAX_VALUE, MAX_BYTES)) {
            BucketRow bucket = read(row);
            if (bucket.account().equals(account)) {
                found.add(bucket);
            }
        }
        return found;
    }

    /// False when the name is taken.
    boolean create(BucketRow bucket) {
        return commit(
                List.of(new Store.Absent(key(bucket.name()))),
                List.of(new Store.Put(key(bucket.name()), write(bucket))));
    }

    void change(String name, UnaryOperator<BucketRow> edit) {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            BucketRow bucket = get(name);
            BucketRow changed = edit.apply(bucket);
            if (commit(List.of(unchanged(bucket)), List.of(new Store.Put(key(name), write(changed))))) {
                return;
            }
        }
        throw S3Errors.conflict();
    }

    /// Deletes a bucket that is empty. It is marked before `empty` looks; whoever puts something in
    /// takes the mark away in the same commit ([#claim]), so what is put in while `empty` looks
    /// makes the deletion fail.
    ///
    /// @return false when something was put in meanwhile
    /// @throws dev.virga.wire.AwsException NoSuchBucket, BucketNotEmpty
    boolean delete(String name, Predicate<BucketRow> empty) {
        if (!empty.test(get(name))) {
            throw S3Errors.bucketNotEmpty();
        }
        change(name, bucket -> bucket.deleting(true));
        BucketRow marked = get(name);
        if (!empty.test(marked)) {
            throw S3Errors.bucketNotEmpty();
        }
        return marked.deleting() && commit(List.of(unchanged(marked)), List.of(new Store.Delete(key(name))));
    }

    /// What every commit that puts something into a bucket writes as well.
    List<Store.Write> claim(BucketRow bucket) {
        return bucket.deleting()
                ? List.of(new Store.Put(key(bucket.name()), write(bucket.deleting(false))))
                : List.of();
    }

    /// The check with which a commit fails when the bucket was changed or deleted.
    Store.Check unchanged(BucketRow bucket) {
        return new Store.At(key(bucket.name()), bucket.version());
    }

    private boolean commit(List<Store.Check> checks, List<Store.Write> writes) {
        return store.commit(new Store.Transaction(null, checks, writes)) instanceof Store.Committed;
    }

    private static Store.Key key(String name) {
        return new KeyBuilder().string(name).toKey(DOMAIN);
    }

    private static byte[] write(BucketRow bucket) {
        return new RowWriter(FORMAT)
                .string(bucket.account())
                .string(bucket.region())
                .varint(bucket.created().toEpochMilli())
                .map(bucket.settings())
                .toBytes();
    }

    private static BucketRow read(Store.Row row) {
        RowReader reader = new RowReader(row.value()).upTo(FORMAT);
        return new BucketRow(
                new KeyReader(row.key().bytes()).string(),
                reader.string(),
                reader.string(),
                Instant.ofEpochMilli(reader.varint()),
                reader.map(),
                row.version());
    }
}
