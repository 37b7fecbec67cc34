package dev.virga.kernel;

import dev.virga.store.KeyBuilder;
import dev.virga.store.KeyReader;
import dev.virga.store.Store;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// One durable table ordered by due time, for everything that happens later: visibility timeouts,
/// delays, retries, schedules, expiry, workflow waits.
///
/// A service puts [#set] into the same transaction as the effect that calls for the timer, and
/// [#remove] into the transaction that deals with it: so a timer that was acknowledged fires, and
/// its effect happens once.
///
/// Key: domain `timers`, bytes = due (number) + kind + id. Value: format byte 1 + payload.
///
/// One thread waits for the next due row; each timer fires on its own virtual thread, at most
/// [#MAX_FIRING] at once.
public final class Timers implements AutoCloseable {
    /// Timers that are being handled at the same time.
    static final int MAX_FIRING = 1024;

    private static final int SCAN_ROWS = 256;
    private static final int SCAN_BYTES = 8 << 20;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final Duration RETRY_AFTER_FAILURE = Duration.ofSeconds(1);
    private static final String DOMAIN = "timers";
    private static final byte FORMAT = 1;
    private static final System.Logger LOG = System.getLogger(Timers.class.getName());

    /// Deals with a timer that is due. It commits its effect together with [#remove], or with
    /// [#remove] and a new [#set] to be called again later. When it throws, the timer stays and is
    /// tried again after a second.
    @FunctionalInterface
    public interface Handler {
        void fire(Timer timer);
    }

    private final Store store;
    private final Time time;
    private final Map<String, Handler> handlers = new ConcurrentHashMap<>();
    private final Map<ByteBuffer, Instant> busy = new ConcurrentHashMap<>();
    private final Semaphore firing = new Semaphore(MAX_FIRING);
    private volatile @Nullable Thread clerk;
    private volatile boolean closed;
    private @Nullable AutoCloseable watch;

    public Timers(Store store, Time time) {
        this.store = store;
        this.time = time;
    }

    /// Before [#start].
    public void handle(String kind, Handler handler) {
        if (handlers.putIfAbsent(kind, handler) != null) {
            throw new IllegalStateException("two handlers for timers of kind " + kind);
        }
    }

    public void start() {
        Thread thread = Thread.ofVirtual().name("timers").unstarted(this::run);
        clerk = thread;
        watch = store.watch(DOMAIN, new byte[0], () -> LockSupport.unpark(thread));
        thread.start();
    }

    /// The write that sets a timer; setting it again for the same due time replaces its payload.
    public Store.Write set(Timer timer) {
        byte[] value = new byte[timer.payload().length + 1];
        value[0] = FORMAT;
        System.arraycopy(timer.payload(), 0, value, 1, timer.payload().length);
        return new Store.Put(key(timer), value);
    }

    /// The write that removes a timer.
    public Store.Write remove(Timer timer) {
        return new Store.Delete(key(timer));
    }

    private static Store.Key key(Timer timer) {
        return new Store.Key(
                DOMAIN,
                new KeyBuilder()
                        .number(timer.due().toEpochMilli())
                        .string(timer.kind())
                        .string(timer.id())
                        .toBytes());
    }

    private void run() {
        while (!closed) {
            Instant next = fireDue();
            if (!closed) {
                time.parkUntil(next);
            }
        }
    }

    /// Starts every timer that is due and not being handled; returns when to look again.
    private Instant fireDue() {
        Instant now = time.instant();
        // Pauses that are over; the timer of one may be gone.
        busy.values().removeIf(until -> !until.isAfter(now));
        byte[] from = new byte[0];
        while (!closed) {
            List<Store.Row> rows = store.scan(DOMAIN, from, null, false, SCAN_ROWS, SCAN_BYTES);
            for (Store.Row row : rows) {
                Timer timer = timer(row);
                if (timer.due().isAfter(now)) {
                    return earliest(timer.due());
                }
                fire(row.key(), timer, now);
            }
            // A page may be short because its rows are large.
            if (rows.isEmpty()) {
                break;
            }
            from = KeyBuilder.after(rows.getLast().key().bytes());
        }
        return earliest(now.plus(LONGEST_WAIT));
    }

    /// A timer that failed is looked at again when its pause is over.
    private Instant earliest(Instant next) {
        Instant result = next;
        for (Instant until : busy.values()) {
            if (until.isBefore(result)) {
                result = until;
            }
        }
        return result;
    }

    private void fire(Store.Key key, Timer timer, Instant now) {
        Handler handler = handlers.get(timer.kind());
        ByteBuffer name = ByteBuffer.wrap(key.bytes());
        Instant until = busy.get(name);
        if (handler == null || (until != null && until.isAfter(now))) {
            return;
        }
        busy.put(name, Instant.MAX);
        firing.acquireUninterruptibly();
        Thread.ofVirtual().name("timer " + timer.kind()).start(() -> {
            try {
                // The scan may be older than the end of an earlier handling of this very timer.
                Store.Row row = store.get(key);
                if (row != null) {
                    handler.fire(timer(row));
                }
                busy.remove(name);
            } catch (RuntimeException | Error e) {
                LOG.log(System.Logger.Level.ERROR, "timer " + timer.kind() + " " + timer.id() + " failed", e);
                busy.put(name, time.instant().plus(RETRY_AFTER_FAILURE));
                LockSupport.unpark(clerk);
            } finally {
                firing.release();
            }
        });
    }

    private static Timer timer(Store.Row row) {
        KeyReader key = new KeyReader(row.key().bytes());
        Instant due = Instant.ofEpochMilli(key.number());
        String kind = key.string();
        String id = key.string();
        byte[] value = row.value();
        if (value[0] != FORMAT) {
            throw new IllegalStateException("timer row of format " + value[0] + ": written by a newer Virga");
        }
        byte[] payload = new byte[value.length - 1];
        System.arraycopy(value, 1, payload, 0, payload.length);
        return new Timer(kind, id, due, payload);
    }

    @Override
    public void close() {
        closed = true;
        Thread thread = clerk;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
        if (watch != null) {
            try {
                watch.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
        firing.acquireUninterruptibly(MAX_FIRING);
    }
}
