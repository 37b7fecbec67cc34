package dev.virga.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.virga.store.RocksStore;
import dev.virga.store.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimersTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path folder;

    private final FakeTime time = new FakeTime(START);
    private final BlockingQueue<String> fired = new LinkedBlockingQueue<>();
    private Store store;
    private Timers timers;

    @BeforeEach
    void open() throws IOException {
        store = RocksStore.open(folder, time);
        timers = new Timers(store, time);
    }

    @AfterEach
    void close() {
        timers.close();
        store.close();
    }

    private void commit(Store.Write... writes) {
        store.commit(new Store.Transaction(null, List.of(), List.of(writes)));
    }

    private static Timer timer(String id, Duration after) {
        return new Timer("test", id, START.plus(after), id.getBytes(StandardCharsets.UTF_8));
    }

    private void recordAndRemove(Timer timer) {
        commit(timers.remove(timer));
        fired.add(timer.id() + "@" + Duration.between(START, timer.due()).toSeconds());
    }

    private String next() throws InterruptedException {
        String id = fired.poll(20, TimeUnit.SECONDS);
        assertThat(id).as("a timer fired").isNotNull();
        return id;
    }

    @Test
    void timersFireInTheOrderOfTheirTimes() throws InterruptedException {
        timers.handle("test", this::recordAndRemove);
        timers.start();
        commit(
                timers.set(timer("late", Duration.ofHours(2))),
                timers.set(timer("early", Duration.ofMinutes(1))),
                timers.set(timer("now", Duration.ZERO)));

        assertThat(next()).isEqualTo("now@0");
        time.advance(Duration.ofMinutes(1));
        assertThat(next()).isEqualTo("early@60");
        time.advance(Duration.ofHours(3));
        assertThat(next()).isEqualTo("late@7200");
        assertThat(fired).isEmpty();
    }

    @Test
    void aTimerThatWasRemovedDoesNotFire() throws InterruptedException {
        timers.handle("test", this::recordAndRemove);
        timers.start();
        Timer gone = timer("gone", Duration.ofSeconds(5));
        commit(timers.set(gone), timers.set(timer("stays", Duration.ofSeconds(6))));
        commit(timers.remove(gone));

        time.advance(Duration.ofSeconds(10));
        assertThat(next()).isEqualTo("stays@6");
        assertThat(fired).isEmpty();
    }

    @Test
    void aTimerWhoseHandlerFailsIsTriedAgain() throws InterruptedException {
        AtomicInteger attempts = new AtomicInteger();
        BlockingQueue<Integer> tried = new LinkedBlockingQueue<>();
        timers.handle("test", timer -> {
            int attempt = attempts.incrementAndGet();
            tried.add(attempt);
            if (attempt == 1) {
                throw new IllegalStateException("the first attempt of this test fails");
            }
            recordAndRemove(timer);
        });
        timers.start();
        commit(timers.set(timer("stubborn", Duration.ZERO)));

        assertThat(tried.poll(20, TimeUnit.SECONDS)).isEqualTo(1);
        while (fired.isEmpty() && attempts.get() < 3) {
            time.advance(Duration.ofSeconds(1));
            Thread.onSpinWait();
        }
        assertThat(next()).isEqualTo("stubborn@0");
        assertThat(attempts.get()).isEqualTo(2);
    }

    @Test
    void aTimerThatFailedAndIsGoneIsForgotten() throws InterruptedException {
        BlockingQueue<Instant> waits = new LinkedBlockingQueue<>();
        Time watched = new Time() {
            @Override
            public Instant instant() {
                return time.instant();
            }

            @Override
            public void parkUntil(Instant due) {
                waits.add(due);
                time.parkUntil(due);
            }
        };
        try (Timers others = new Timers(store, watched)) {
            others.handle("test", timer -> {
                commit(others.remove(timer));
                throw new IllegalStateException("on purpose");
            });
            others.start();
            commit(others.set(timer("gone", Duration.ZERO)));
            awaitWait(waits, START.plusSeconds(1));
            time.advance(Duration.ofSeconds(5));
            // Nothing is left, so it waits as long as it ever does.
            awaitWait(waits, START.plusSeconds(35));
        }
    }

    private static void awaitWait(BlockingQueue<Instant> waits, Instant until) throws InterruptedException {
        for (int i = 0; i < 1000; i++) {
            Instant wait = waits.poll(20, TimeUnit.SECONDS);
            if (until.equals(wait)) {
                return;
            }
        }
        throw new AssertionError("nobody waited until " + until);
    }

    @Test
    void timersSurviveARestart() throws Exception {
        commit(timers.set(timer("kept", Duration.ofMinutes(1))));
        timers.close();
        store.close();
        open();
        timers.handle("test", this::recordAndRemove);
        timers.start();

        time.advance(Duration.ofMinutes(1));
        assertThat(next()).isEqualTo("kept@60");
    }
}
