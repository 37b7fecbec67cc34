package dev.virga.store;

import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Durable rows with ordered keys and one-shot conditional commits. The only way in which Virga
/// keeps state.
///
/// Every method may be called by any thread, virtual ones included; a caller parks while its commit
/// becomes durable, and no lock is held meanwhile.
public interface Store extends AutoCloseable {
    /// Equal when domain and bytes are equal. The bytes must not be changed afterwards.
    ///
    /// @param domain the unit of routing: keys compare as unsigned bytes inside one domain. By
    ///     convention `service/account/region/…`; at most [#DOMAIN_BYTES] bytes of UTF-8; must not
    ///     hold the character U+0000
    record Key(String domain, byte[] bytes) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key that && domain.equals(that.domain) && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return 31 * domain.hashCode() + Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return domain + ":" + HexFormat.of().formatHex(bytes);
        }
    }

    int DOMAIN_BYTES = 512;
    int ID_BYTES = 64;

    /// How long a transaction id is remembered after its commit, unless [#IDS_REMEMBERED] younger
    /// ones came since.
    Duration ID_AGE = Duration.ofMinutes(10);

    int IDS_REMEMBERED = 1_000_000;

    /// Ranges that one transaction may delete.
    int TRANSACTION_RANGES = 64;

    Duration SNAPSHOT_AGE = Duration.ofSeconds(5);

    /// @param version changes with every write of the row and is never used again
    record Row(Key key, byte[] value, long version) {}

    /// What goes beyond one of these is refused with [LimitExceeded].
    ///
    /// @param transactionBytes keys and values of all writes together
    /// @param transactionKeys checks and writes together; also the keys of one `get`
    record Limits(int keyBytes, int valueBytes, int transactionBytes, int transactionKeys) {}

    sealed interface Check permits At, Absent {
        Key key();
    }

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
    /// rising in commit order, per log, so that a reader who has seen n never finds a smaller one
    /// later. Always positive, never used again, but with gaps.
    record Append(Key log, byte[] value) implements Write {}

    /// All or nothing, over any domains. Every check looks at the state before the first write; the
    /// writes are carried out in their order.
    ///
    /// @param id null, or an id (unique, at most [#ID_BYTES] bytes) with which the same transaction
    ///     can be sent again after an [UnknownOutcome], also after a restart: once committed it is
    ///     not carried out again, and answers what it answered first. A conflict is not remembered:
    ///     nothing was written, so the checks are simply made again
    record Transaction(byte @Nullable [] id, List<Check> checks, List<Write> writes) {}

    sealed interface Result permits Committed, Conflict {}

    /// @param version of every row that was put or appended
    /// @param appended sequence of each [Append], in their order
    record Committed(long version, List<Long> appended) implements Result {}

    /// Nothing was written.
    ///
    /// @param current what is there now for the checks that failed (absent rows are left out)
    record Conflict(List<Row> current) implements Result {}

    /// Returns when the outcome is durable. Interrupting the caller does not end the wait.
    ///
    /// @throws LimitExceeded before anything is tried
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
    /// @param maxBytes stop after the row with which the values and keys together reach it; so the
    ///     end is reached only when there are fewer rows than `maxRows` and fewer bytes than this
    List<Row> scan(String domain, byte[] from, byte @Nullable [] to, boolean reverse, int maxRows, int maxBytes);

    /// All reads of `body` see one state. At most [#SNAPSHOT_AGE]: later reads throw
    /// [IllegalStateException], as do reads after the end of `body`.
    <T> T snapshot(Function<Reader, T> body);

    interface Reader {
        @Nullable
        Row get(Key key);

        List<Row> scan(String domain, byte[] from, byte @Nullable [] to, boolean reverse, int maxRows, int maxBytes);
    }

    /// A hint: `changed` runs soon after a commit that wrote under the prefix, several commits may
    /// share one run. It may come twice or not at all, so a caller polls as well; it must be quick
    /// and must not block, since all watchers share one thread.
    AutoCloseable watch(String domain, byte[] prefix, Runnable changed);

    /// Ownership until it expires. A holder puts `new At(key, version)` into the checks of each
    /// commit it makes, which fences out whoever lost the lease without noticing. Renewing changes
    /// the version. A holder gives it back by deleting the row under that same check.
    record Lease(Key key, long version, long expiresMillis) {}

    /// Takes or renews; null when another owner holds it.
    @Nullable
    Lease acquire(Key key, String owner, Duration ttl);

    Limits limits();

    Blobs blobs();

    /// Waits for the commits under way; afterwards every method throws [IllegalStateException].
    @Override
    void close();

    /// Something is larger than the store takes. The message names the limit.
    final class LimitExceeded extends IllegalArgumentException {
        private final String limit;

        public LimitExceeded(String limit, long actual, long allowed) {
            super(limit + " is " + actual + ", at most " + allowed + " is allowed");
            this.limit = limit;
        }

        /// For example `valueBytes`.
        public String limit() {
            return limit;
        }
    }

    /// The disk refused a write. The store stays readable and refuses every further commit. Whether
    /// the transactions that were under way survived is known after the next opening.
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
