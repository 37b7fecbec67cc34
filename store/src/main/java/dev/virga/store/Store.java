package dev.virga.store;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Durable rows with ordered keys and one-shot conditional commits. The only way in which Virga
/// keeps state.
///
/// Every method may be called by any thread, virtual ones included; a caller parks while its commit
/// becomes durable, and no lock is held meanwhile.
public interface Store extends AutoCloseable {
    /// @param domain the unit of routing: keys compare as unsigned bytes inside one domain. By
    ///     convention
    ///     `service/account/region/…`; must not hold the character U+0000
    record Key(String domain, byte[] bytes) {}

    /// @param version changes with every write of the row and is never used again
    record Row(Key key, byte[] value, long version) {}

    record Limits(int keyBytes, int valueBytes, int transactionBytes, int transactionKeys) {}

    sealed interface Check permits At, Absent {}

    /// The row is unchanged since it was read.
    record At(Key key, long version) implements Check {}

    /// There is no row.
    record Absent(Key key) implements Check {}

    sealed interface Write permits Put, Delete, DeleteRange, Append {}

    record Put(Key key, byte[] value) implements Write {}

    record Delete(Key key) implements Write {}

    /// @param from first key that goes, @param to first key that stays
    record DeleteRange(String domain, byte[] from, byte[] to) implements Write {}

    /// A row whose key is `log.bytes` + an 8-byte big-endian sequence given at commit: strictly
    /// rising in commit order,
    /// per log, so that a reader who has seen n never finds a smaller one later.
    record Append(Key log, byte[] value) implements Write {}

    /// All or nothing, over any domains.
    ///
    /// @param id null, or an id with which the same transaction can be sent again after an
    ///     [UnknownOutcome]:
    ///     it is not carried out twice, and answers what it answered first
    record Transaction(byte @Nullable [] id, List<Check> checks, List<Write> writes) {}

    sealed interface Result permits Committed, Conflict {}

    /// @param version of every row that was put
    /// @param appended sequence of each [Append], in their order
    record Committed(long version, List<Long> appended) implements Result {}

    /// Nothing was written.
    ///
    /// @param current what is there now for the checks that failed (absent rows are left out)
    record Conflict(List<Row> current) implements Result {}

    /// Returns when the outcome is durable.
    ///
    /// @throws StoreFailed when the disk fails: from then on nothing is written any more
    Result commit(Transaction transaction);

    /// Linearizable.
    @Nullable
    Row get(Key key);

    /// One snapshot; absent rows are left out.
    List<Row> get(List<Key> keys);

    /// Rows of `from <= key < to` in key order, or from the end when `reverse`.
    ///
    /// @param to null for the end of the domain
    /// @param maxBytes stop after the row with which the values and keys together reach it
    List<Row> scan(String domain, byte[] from, byte @Nullable [] to, boolean reverse, int maxRows, int maxBytes);

    /// All reads of `body` see one state. At most 5 seconds.
    <T> T snapshot(Function<Reader, T> body);

    interface Reader {
        @Nullable
        Row get(Key key);

        List<Row> scan(String domain, byte[] from, byte @Nullable [] to, boolean reverse, int maxRows, int maxBytes);
    }

    /// A hint: `changed` runs soon after a commit that wrote under the prefix. It may come twice
    /// or not at all,
    /// so a caller polls as well; it must be quick and must not block.
    AutoCloseable watch(String domain, byte[] prefix, Runnable changed);

    /// Ownership until it expires. A holder puts `new At(key, version)` into the checks of each
    /// commit it makes, which
    /// fences out whoever lost the lease without noticing.
    record Lease(Key key, long version, long expiresMillis) {}

    /// Takes or renews; null when another owner holds it.
    @Nullable
    Lease acquire(Key key, String owner, Duration ttl);

    Limits limits();

    Blobs blobs();

    @Override
    void close();

    /// The disk refused a write. The store stays readable and refuses every further commit.
    final class StoreFailed extends RuntimeException {
        public StoreFailed(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /// It is not known whether the transaction was carried out: send it again with the same id.
    final class UnknownOutcome extends RuntimeException {
        public UnknownOutcome(String message) {
            super(message);
        }
    }
}
