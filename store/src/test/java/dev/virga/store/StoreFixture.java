package dev.virga.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.virga.store.Store.Check;
import dev.virga.store.Store.Committed;
import dev.virga.store.Store.Key;
import dev.virga.store.Store.Put;
import dev.virga.store.Store.Result;
import dev.virga.store.Store.Row;
import dev.virga.store.Store.Transaction;
import dev.virga.store.Store.Write;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// A store that is opened for each test, and short ways to use it.
abstract class StoreFixture {
    static final String DOMAIN = "test/000000000000/rows";
    static final int CALLERS = 64;

    final FakeClock clock = new FakeClock();
    Store store = null;

    /// Opens the same rows again after the store was closed.
    abstract Store open() throws IOException;

    @BeforeEach
    void openStore() throws IOException {
        store = open();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    final void reopen() throws IOException {
        store.close();
        store = open();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static Key key(String name) {
        return new Key(DOMAIN, bytes(name));
    }

    final Result commit(List<Check> checks, Write... writes) {
        return store.commit(new Transaction(null, checks, List.of(writes)));
    }

    final Committed write(Write... writes) {
        return committed(commit(List.of(), writes));
    }

    static Committed committed(Result result) {
        assertThat(result).isInstanceOf(Committed.class);
        return (Committed) result;
    }

    final @Nullable String text(String name) {
        Row row = store.get(key(name));
        return row == null ? null : new String(row.value(), StandardCharsets.UTF_8);
    }

    static Put put(String name, String value) {
        return new Put(key(name), bytes(value));
    }

    final List<String> names(byte[] from, byte @Nullable [] to, boolean reverse, int maxRows, int maxBytes) {
        return store.scan(DOMAIN, from, to, reverse, maxRows, maxBytes).stream()
                .map(row -> new String(row.key().bytes(), StandardCharsets.UTF_8))
                .toList();
    }

    /// Runs the same work by many virtual threads and passes on what any of them threw.
    static void together(int callers, IntConsumer work) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                int caller = i;
                running.add(threads.submit(() -> work.accept(caller)));
            }
            for (Future<?> each : running) {
                try {
                    each.get();
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            }
        }
    }
}
