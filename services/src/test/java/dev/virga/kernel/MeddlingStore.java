package dev.virga.kernel;

import dev.virga.store.Blobs;
import dev.virga.store.Store;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A real store in which something happens between what a commit was decided on and the commit, and
/// whose hints can be lost.
public final class MeddlingStore implements Store {
    private final Store store;
    private final AtomicReference<@Nullable Runnable> meddling = new AtomicReference<>();
    private final List<Watch> watches = new CopyOnWriteArrayList<>();
    private volatile boolean hintsLost;

    private record Watch(String domain, byte[] prefix, Runnable changed) {}

    public MeddlingStore(Store store) {
        this.store = store;
    }

    /// Runs once, before the next commit of whoever comes first.
    public void beforeNextCommit(Runnable action) {
        meddling.set(action);
    }

    public boolean meddled() {
        return meddling.get() == null;
    }

    /// From now on nobody is told of a commit, except by [#hint].
    public void loseHints() {
        hintsLost = true;
    }

    /// Tells those who watch what a commit wrote.
    public void hint(Key written) {
        for (Watch watch : watches) {
            byte[] key = written.bytes();
            int length = watch.prefix().length;
            if (watch.domain().equals(written.domain())
                    && key.length >= length
                    && Arrays.equals(key, 0, length, watch.prefix(), 0, length)) {
                watch.changed().run();
            }
        }
    }

    @Override
    public Result commit(Transaction transaction) {
        Runnable action = meddling.getAndSet(null);
        if (action != null) {
            action.run();
        }
        return store.commit(transaction);
    }

    @Override
    public @Nullable Row get(Key key) {
        return store.get(key);
    }

    @Override
    public List<Row> get(List<Key> keys) {
        return store.get(keys);
    }

    @Override
    public List<Row> scan(
            String domain, byte[] from, byte @Nullable [] to, boolean reverse, int maxRows, int maxBytes) {
        return store.scan(domain, from, to, reverse, maxRows, maxBytes);
    }

    @Override
    public <T> T snapshot(Function<Reader, T> body) {
        return store.snapshot(body);
    }

    @Override
    public AutoCloseable watch(String domain, byte[] prefix, Runnable changed) {
        watches.add(new Watch(domain, prefix, changed));
        return store.watch(domain, prefix, () -> {
            if (!hintsLost) {
                changed.run();
            }
        });
    }

    @Override
    public @Nullable Lease acquire(Key key, String owner, Duration ttl) {
        return store.acquire(key, owner, ttl);
    }

    @Override
    public Limits limits() {
        return store.limits();
    }

    @Override
    public Blobs blobs() {
        return store.blobs();
    }

    @Override
    public void close() {
        store.close();
    }
}
