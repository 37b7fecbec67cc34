package dev.virga.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.virga.store.Store.Absent;
import dev.virga.store.Store.Append;
import dev.virga.store.Store.At;
import dev.virga.store.Store.Committed;
import dev.virga.store.Store.Conflict;
import dev.virga.store.Store.Delete;
import dev.virga.store.Store.DeleteRange;
import dev.virga.store.Store.Key;
import dev.virga.store.Store.Lease;
import dev.virga.store.Store.LimitExceeded;
import dev.virga.store.Store.Put;
import dev.virga.store.Store.Result;
import dev.virga.store.Store.Row;
import dev.virga.store.Store.Transaction;
import dev.virga.store.Store.Write;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

/// What every engine promises. An engine's test extends this and says how it is opened.
abstract class StoreContract extends StoreFixture {
    @Test
    void aWrittenRowIsReadWithItsVersion() throws IOException {
        long version = write(put("a", "1")).version();
        assertThat(store.get(key("a"))).isNotNull().extracting(Row::version).isEqualTo(version);
        reopen();
        assertThat(text("a")).isEqualTo("1");
        assertThat(store.get(new Key("test", bytes("a")))).isNull();
        assertThat(write(put("a", "2")).version()).isGreaterThan(version);
    }

    @Test
    void aVersionIsNeverGivenAgain() throws IOException {
        long first = write(put("a", "1")).version();
        write(new Delete(key("a")));
        reopen();
        long second = write(put("a", "1")).version();
        assertThat(second).isGreaterThan(first);
        assertThat(commit(List.of(new At(key("a"), first)), put("a", "2"))).isInstanceOf(Conflict.class);
    }

    @Test
    void writesHappenInTheirOrder() {
        write(put("a", "1"), put("a", "2"), put("b", "1"), new Delete(key("b")), new Delete(key("c")), put("c", "3"));
        write(put("d", "1"), new DeleteRange(DOMAIN, bytes("d"), bytes("e")), put("d", "2"), put("dd", "3"));
        assertThat(names(new byte[0], null, false, 10, 1000)).containsExactly("a", "c", "d", "dd");
        assertThat(text("a")).isEqualTo("2");
        assertThat(text("d")).isEqualTo("2");
    }

    @Test
    void aConflictWritesNothingAndTellsWhatIsThere() {
        long version = write(put("a", "1"), put("b", "1")).version();
        Result result =
                commit(List.of(new At(key("a"), version), new Absent(key("b")), new At(key("gone"), 1)), put("a", "2"));
        assertThat(result).isInstanceOf(Conflict.class);
        assertThat(StoreModel.describe(((Conflict) result).current()))
                .containsExactly(StoreModel.describe(new Row(key("b"), bytes("1"), version)));
        assertThat(text("a")).isEqualTo("1");
        assertThat(commit(List.of(new At(key("gone"), 0)), put("a", "2"))).isInstanceOf(Conflict.class);
        assertThat(commit(List.of(new At(key("a"), version), new Absent(key("gone"))), put("a", "2")))
                .isInstanceOf(Committed.class);
    }

    @Test
    void scansStayInsideTheirBounds() {
        write(put("a", "1"), put("b", "1"), put("b\0", "1"), put("c", "1"), put("d", "1"));
        write(new Put(new Key(DOMAIN + "/more", bytes("b")), bytes("other")));
        assertThat(names(bytes("b"), bytes("d"), false, 9, 99)).containsExactly("b", "b\0", "c");
        assertThat(names(bytes("b"), bytes("d"), true, 9, 99)).containsExactly("c", "b\0", "b");
        assertThat(names(bytes("b"), null, false, 2, 99)).containsExactly("b", "b\0");
        assertThat(names(new byte[0], null, true, 9, 3)).containsExactly("d", "c");
        assertThat(names(bytes("d"), bytes("b"), false, 9, 99)).isEmpty();
        assertThatThrownBy(() -> names(bytes("b"), null, false, 0, 99)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aLongScanIsReadWhole() {
        List<Write> writes = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            writes.add(new Put(new KeyBuilder().number(i).toKey(DOMAIN), new byte[10]));
        }
        store.commit(new Transaction(null, List.of(), writes));
        together(4, caller -> assertThat(names(new byte[0], null, false, 5000, 1 << 20))
                .hasSize(3000));
    }

    @Test
    void manyRowsAreReadAtOnce() {
        write(put("a", "1"), put("b", "2"));
        List<Row> rows = store.get(List.of(key("b"), key("gone"), key("a")));
        assertThat(rows).extracting(Row::key).containsExactly(key("b"), key("a"));
    }

    @Test
    void aSnapshotSeesOneState() {
        write(put("a", "old"), put("b", "old"));
        Store.Reader leaked = store.snapshot(reader -> {
            assertThat(reader.get(key("a"))).isNotNull();
            write(put("a", "new"), put("b", "new"), put("c", "new"));
            assertThat(StoreModel.describe(reader.scan(DOMAIN, new byte[0], null, false, 9, 99)))
                    .hasSize(2);
            assertThat(reader.get(key("b"))).extracting(Row::value).isEqualTo(bytes("old"));
            return reader;
        });
        assertThat(text("b")).isEqualTo("new");
        assertThatThrownBy(() -> leaked.get(key("a"))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anIdIsCarriedOutOnceAlsoAfterReopening() throws IOException {
        Append append = new Append(key("log/"), bytes("x"));
        Transaction transaction = new Transaction(bytes("id-1"), List.of(), List.of(append, append));
        Result[] results = new Result[CALLERS];
        together(CALLERS, caller -> results[caller] = store.commit(transaction));
        assertThat(results).containsOnly(results[0]);
        reopen();
        assertThat(store.commit(transaction)).isEqualTo(results[0]);
        assertThat(names(new byte[0], null, false, 99, 9999)).hasSize(2);
        clock.advance(Store.ID_AGE.minusSeconds(1));
        write(put("a", "1"));
        assertThat(store.commit(transaction)).isEqualTo(results[0]);
    }

    @Test
    void anIdIsForgottenWhenItIsOld() throws IOException {
        for (int i = 0; i < 200; i++) {
            store.commit(new Transaction(bytes("id-" + i), List.of(), List.of(put("a", "1"))));
        }
        Committed first = committed(store.commit(new Transaction(bytes("id-0"), List.of(), List.of(put("a", "1")))));
        clock.advance(Store.ID_AGE.plusSeconds(1));
        write(put("a", "1"));
        reopen();
        for (int i = 0; i < 9; i++) {
            write(put("a", "1"));
        }
        Committed again = committed(store.commit(new Transaction(bytes("id-0"), List.of(), List.of(put("a", "1")))));
        assertThat(again.version()).isGreaterThan(first.version());
    }

    @Test
    void aConflictIsNotRemembered() {
        Transaction transaction = new Transaction(bytes("id"), List.of(new At(key("a"), 1)), List.of(put("b", "1")));
        assertThat(store.commit(transaction)).isInstanceOf(Conflict.class);
        assertThat(write(put("a", "1")).version()).isEqualTo(1);
        assertThat(store.commit(transaction)).isInstanceOf(Committed.class);
    }

    @Test
    void readersOfALogNeverFindAnEarlierEntryLater() {
        int entries = 100;
        AtomicBoolean writing = new AtomicBoolean(true);
        List<Long> seen = Collections.synchronizedList(new ArrayList<>());
        byte[] log = bytes("log/");
        Thread reader = Thread.startVirtualThread(() -> {
            boolean last = false;
            byte[] from = log;
            while (!last) {
                last = !writing.get();
                for (Row row : store.scan(DOMAIN, from, KeyBuilder.prefixEnd(log), false, 10_000, 1 << 20)) {
                    seen.add(KeyReader.sequence(row.key().bytes()));
                    from = KeyBuilder.after(row.key().bytes());
                }
            }
        });
        together(CALLERS, caller -> {
            long before = 0;
            for (int i = 0; i < entries; i++) {
                long sequence = write(new Append(new Key(DOMAIN, log), bytes("x")))
                        .appended()
                        .getFirst();
                assertThat(sequence).isGreaterThan(before);
                before = sequence;
            }
        });
        writing.set(false);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        join(reader);
        assertThat(seen).hasSize(CALLERS * entries).isSorted().doesNotHaveDuplicates();
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anAppendedRowIsNoLongerAbsent() {
        Key log = key("log/");
        long last = write(new Append(log, bytes("1"))).appended().getFirst();
        LongFunction<Key> entry = sequence -> new Key(
                DOMAIN,
                ByteBuffer.allocate(log.bytes().length + 8)
                        .put(log.bytes())
                        .putLong(sequence)
                        .array());
        for (long guess = last + 1; guess < last + 5; guess++) {
            assertThat(commit(List.of(new Absent(entry.apply(guess))))).isInstanceOf(Committed.class);
        }
        long next = write(new Append(log, bytes("2"))).appended().getFirst();
        assertThat(commit(List.of(new Absent(entry.apply(next))))).isInstanceOf(Conflict.class);
    }

    @Test
    void oneOfManyWhoWriteTheSameRowWins() {
        write(put("counter", "0"));
        together(CALLERS, caller -> {
            for (int i = 0; i < 20; i++) {
                Result result;
                do {
                    Row row = store.get(key("counter"));
                    assertThat(row).isNotNull();
                    int next = Integer.parseInt(new String(row.value(), StandardCharsets.UTF_8)) + 1;
                    result = commit(List.of(new At(row.key(), row.version())), put("counter", "" + next));
                } while (result instanceof Conflict);
            }
        });
        assertThat(text("counter")).isEqualTo("" + CALLERS * 20);
    }

    @Test
    void anInterruptDoesNotEndTheWait() {
        together(4, caller -> {
            Thread.currentThread().interrupt();
            write(put("row" + caller, "1"));
            assertThat(Thread.interrupted()).isTrue();
            assertThat(text("row" + caller)).isEqualTo("1");
        });
    }

    @Test
    void whatIsTooLargeIsRefusedByName() {
        Store.Limits limits = store.limits();
        byte[] half = new byte[limits.valueBytes()];
        List<Write> tooMuch = Collections.nCopies(limits.transactionBytes() / half.length + 1, new Put(key("a"), half));
        Key longKey = new Key(DOMAIN, new byte[limits.keyBytes() + 1]);
        Map<String, Transaction> refused = new LinkedHashMap<>();
        refused.put("keyBytes", transaction(new Delete(longKey)));
        refused.put("valueBytes", transaction(new Put(key("a"), new byte[limits.valueBytes() + 1])));
        refused.put("transactionBytes", new Transaction(null, List.of(), tooMuch));
        refused.put(
                "transactionKeys",
                new Transaction(null, List.of(), Collections.nCopies(limits.transactionKeys() + 1, put("a", ""))));
        refused.put(
                "transactionRanges",
                new Transaction(
                        null,
                        List.of(),
                        Collections.nCopies(
                                Store.TRANSACTION_RANGES + 1, new DeleteRange(DOMAIN, bytes("a"), bytes("b")))));
        refused.put("idBytes", new Transaction(new byte[Store.ID_BYTES + 1], List.of(), List.of()));
        refused.put("domainBytes", transaction(new Delete(new Key("d".repeat(Store.DOMAIN_BYTES + 1), bytes("a")))));
        refused.forEach((limit, transaction) -> assertThatThrownBy(() -> store.commit(transaction))
                .isInstanceOfSatisfying(
                        LimitExceeded.class, e -> assertThat(e.limit()).isEqualTo(limit)));
        for (String domain : List.of("a\0b", "\ud800")) {
            assertThatThrownBy(() -> store.get(new Key(domain, bytes("a"))))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        byte[] longest = new byte[limits.keyBytes()];
        write(new Put(new Key(DOMAIN, longest), new byte[limits.valueBytes()]));
        assertThat(store.get(new Key(DOMAIN, longest))).isNotNull();
    }

    private static Transaction transaction(Write write) {
        return new Transaction(null, List.of(), List.of(write));
    }

    @Test
    void aLeaseIsHeldByOneAndFencesOutTheOther() {
        Key lease = key("lease");
        Lease first = store.acquire(lease, "one", Duration.ofSeconds(10));
        assertThat(first).isNotNull();
        assertThat(store.acquire(lease, "two", Duration.ofSeconds(10))).isNull();
        Lease renewed = store.acquire(lease, "one", Duration.ofSeconds(10));
        assertThat(renewed).isNotNull();
        assertThat(commit(List.of(new At(lease, renewed.version())), put("a", "1")))
                .isInstanceOf(Committed.class);
        clock.advance(Duration.ofSeconds(11));
        assertThat(store.acquire(lease, "two", Duration.ofSeconds(10))).isNotNull();
        assertThat(commit(List.of(new At(lease, renewed.version())), put("a", "2")))
                .isInstanceOf(Conflict.class);
        assertThat(text("a")).isEqualTo("1");
    }

    @Test
    void oneOfManyGetsTheLease() {
        List<Lease> leases = Collections.synchronizedList(new ArrayList<>());
        together(CALLERS, caller -> {
            Lease lease = store.acquire(key("lease"), "owner-" + caller, Duration.ofSeconds(10));
            if (lease != null) {
                leases.add(lease);
            }
        });
        assertThat(leases).hasSize(1);
    }

    @Test
    void aWatcherHearsOfEveryKindOfWriteUnderItsPrefix() throws Exception {
        List<Write> heard = List.of(
                put("w/1", "1"),
                new Delete(key("w/2")),
                new Append(key("w/"), bytes("1")),
                new DeleteRange(DOMAIN, bytes("a"), bytes("z")),
                new DeleteRange(DOMAIN, bytes("w/5"), bytes("w/6")));
        for (Write write : heard) {
            CountDownLatch changed = new CountDownLatch(1);
            try (AutoCloseable watch = store.watch(DOMAIN, bytes("w/"), changed::countDown)) {
                assertThat(watch).isNotNull();
                write(write);
                assertThat(changed.await(30, TimeUnit.SECONDS)).as("%s", write).isTrue();
            }
        }
        AtomicBoolean other = new AtomicBoolean();
        CountDownLatch changed = new CountDownLatch(1);
        try (AutoCloseable strange = store.watch(DOMAIN, bytes("x/"), () -> other.set(true));
                AutoCloseable failing = store.watch(DOMAIN, bytes("w/"), () -> {
                    throw new IllegalStateException("a watcher that fails");
                });
                AutoCloseable working = store.watch(DOMAIN, bytes("w/"), changed::countDown)) {
            assertThat(List.of(strange, failing, working)).hasSize(3);
            write(put("w/1", "1"), put("w", "1"), new DeleteRange(DOMAIN, bytes("y"), bytes("z")));
            assertThat(changed.await(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(other).isFalse();
    }

    @Test
    void aClosedStoreRefusesEverything() {
        store.close();
        store.close();
        assertThatThrownBy(() -> store.get(key("a"))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> write(put("a", "1"))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void randomTransactionsGiveWhatTheModelGives() throws IOException {
        long seed = System.nanoTime();
        System.out.println("seed of randomTransactionsGiveWhatTheModelGives: " + seed);
        RandomTransactions random = new RandomTransactions(seed);
        StoreModel model = new StoreModel();
        List<Map.Entry<Transaction, Committed>> done = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            Transaction next = random.next(key -> {
                StoreModel.Held held = model.get(key);
                return held == null ? 0 : held.version();
            });
            Result result = store.commit(next);
            assertThat(result instanceof Committed)
                    .isEqualTo(next.checks().stream().allMatch(model::holds));
            switch (result) {
                case Committed committed -> {
                    model.apply(next, committed);
                    done.add(Map.entry(next, committed));
                }
                case Conflict conflict ->
                    assertThat(StoreModel.describe(conflict.current()))
                            .isEqualTo(StoreModel.describe(model.current(next)));
            }
            if (random.oneIn(10) && !done.isEmpty()) {
                Map.Entry<Transaction, Committed> old = done.get(random.upTo(done.size()) - 1);
                assertThat(store.commit(old.getKey())).isEqualTo(old.getValue());
            }
            if (random.oneIn(500)) {
                reopen();
            }
            compareOneScan(random, model);
        }
        compareAll(model);
    }

    private void compareOneScan(RandomTransactions random, StoreModel model) {
        String domain = random.domain();
        byte[] from = random.keyBytes();
        byte[] to = random.oneIn(3) ? null : random.keyBytes();
        boolean reverse = random.oneIn(2);
        int rows = random.upTo(20);
        int bytes = random.upTo(200);
        assertThat(StoreModel.describe(store.scan(domain, from, to, reverse, rows, bytes)))
                .isEqualTo(model.scan(domain, from, to, reverse, rows, bytes));
    }

    private void compareAll(StoreModel model) {
        for (String domain : RandomTransactions.DOMAINS) {
            assertThat(StoreModel.describe(store.scan(domain, new byte[0], null, false, 100_000, 1 << 30)))
                    .isEqualTo(model.scan(domain, new byte[0], null, false, 100_000, 1 << 30));
        }
    }

    /// Versions tell in which order the transactions happened: carried out one after the other in
    /// that order, every check must hold, and the end must be the same.
    @Test
    void concurrentTransactionsHappenInTheOrderOfTheirVersions() {
        long seed = System.nanoTime();
        System.out.println("seed of concurrentTransactionsHappenInTheOrderOfTheirVersions: " + seed);
        ConcurrentMap<Long, Transaction> committed = new ConcurrentHashMap<>();
        ConcurrentMap<Long, Committed> results = new ConcurrentHashMap<>();
        together(CALLERS, caller -> {
            RandomTransactions random = new RandomTransactions(seed + caller);
            for (int i = 0; i < 100; i++) {
                Transaction next = random.next(key -> {
                    Row row = store.get(key);
                    return row == null ? 0 : row.version();
                });
                if (!next.writes().isEmpty() && store.commit(next) instanceof Committed result) {
                    assertThat(committed.put(result.version(), next)).isNull();
                    results.put(result.version(), result);
                }
            }
        });
        StoreModel model = new StoreModel();
        for (long version : results.keySet().stream().sorted().toList()) {
            Transaction transaction = committed.get(version);
            Committed result = results.get(version);
            assertThat(transaction.checks()).as("checks of %d", version).allMatch(model::holds);
            model.apply(transaction, result);
        }
        compareAll(model);
    }
}
