package dev.virga.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.Snapshot;

/// The embedded engine: RocksDB in one folder, written by the one thread of [Committer]. Reads run
/// on the caller's thread, since a point read takes microseconds; long scans go to a small pool.
public final class RocksStore implements Store {
    /// System property: where the native library is unpacked. Default: `native` beside the folder.
    public static final String NATIVE_FOLDER = "virga.native";

    /// Scans for more rows than this do not run on a virtual thread.
    static final int INLINE_ROWS = 256;

    /// A scan copies what is not longer than this without an array in between.
    static final int SCRATCH_BYTES = 1_024;

    static final int SCAN_THREADS = 2;
    static final int SCAN_QUEUE = 1_024;

    private static final int KEY_BYTES = 4_096;
    private static final int VALUE_BYTES = 4 << 20;
    private static final int TRANSACTION_BYTES = 16 << 20;
    private static final int TRANSACTION_KEYS = 10_000;
    private static final int LEASE_ATTEMPTS = 16;
    private static final int LEASE_FORMAT = 1;
    private static final Limits LIMITS = new Limits(KEY_BYTES, VALUE_BYTES, TRANSACTION_BYTES, TRANSACTION_KEYS);
    private static final System.Logger LOG = System.getLogger(RocksStore.class.getName());

    private final StoreFolder folder;
    private final InstantSource clock;
    private final RocksTuning tuning;
    private final RocksDB db;
    private final ReadOptions latest = new ReadOptions();
    private final Gate gate = new Gate();
    private final Watches watches = new Watches();
    private final Committer committer;
    private final FileBlobs blobs;
    // A full queue makes the caller scan by itself.
    private final ExecutorService scans = new ThreadPoolExecutor(
            SCAN_THREADS,
            SCAN_THREADS,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(SCAN_QUEUE),
            Thread.ofPlatform().daemon().name("virga-store-scan-", 0).factory(),
            new ThreadPoolExecutor.CallerRunsPolicy());

    private RocksStore(StoreFolder folder, FileBlobs blobs, RocksTuning tuning, RocksDB db, InstantSource clock)
            throws RocksDBException {
        this.folder = folder;
        this.blobs = blobs;
        this.tuning = tuning;
        this.db = db;
        this.clock = clock;
        committer = new Committer(db, clock, watches);
        watches.start();
    }

    /// Opens the folder, or makes it.
    ///
    /// @throws IOException with a message for the operator: in use, written by a newer release,
    ///     damaged
    public static RocksStore open(Path folder, InstantSource clock) throws IOException {
        String configured = System.getProperty(NATIVE_FOLDER);
        Path beside = folder.toAbsolutePath().normalize().resolveSibling("native");
        return open(folder, configured == null ? beside : Path.of(configured), clock);
    }

    /// @param nativeFolder where the native library is, or is unpacked to
    public static RocksStore open(Path folder, Path nativeFolder, InstantSource clock) throws IOException {
        StoreFolder held = StoreFolder.open(folder);
        boolean opened = false;
        try {
            NativeLibrary.load(nativeFolder);
            RocksStore store = open(held, clock);
            opened = true;
            return store;
        } catch (RocksDBException e) {
            throw new IOException("the store in " + folder + " does not open: " + e.getMessage(), e);
        } finally {
            if (!opened) {
                held.close();
            }
        }
    }

    private static RocksStore open(StoreFolder held, InstantSource clock) throws IOException, RocksDBException {
        FileBlobs blobs = FileBlobs.open(held.blobs(), clock);
        RocksTuning tuning = new RocksTuning();
        RocksDB db = tuning.open(held.rows());
        try {
            return new RocksStore(held, blobs, tuning, db, clock);
        } catch (RocksDBException | RuntimeException e) {
            tuning.close(db);
            throw e;
        }
    }

    @Override
    public Result commit(Transaction transaction) {
        Pending pending = new Pending(transaction, LIMITS);
        return inside(() -> committer.commit(pending));
    }

    @Override
    public @Nullable Row get(Key key) {
        gate.enter();
        try {
            return get(key, latest);
        } finally {
            gate.leave();
        }
    }

    private @Nullable Row get(Key key, ReadOptions options) {
        try {
            byte[] stored = db.get(options, Layout.rowKey(key.domain(), key.bytes()));
            return stored == null ? null : Layout.row(key, stored);
        } catch (RocksDBException e) {
            throw unreadable(e);
        }
    }

    @Override
    public List<Row> get(List<Key> keys) {
        Pending.within("transactionKeys", keys.size(), TRANSACTION_KEYS);
        List<byte[]> rowKeys = new ArrayList<>(keys.size());
        for (Key key : keys) {
            rowKeys.add(Layout.rowKey(key.domain(), key.bytes()));
        }
        return inside(() -> {
            try {
                List<byte[]> found = db.multiGetAsList(latest, rowKeys);
                List<Row> rows = new ArrayList<>(found.size());
                for (int i = 0; i < found.size(); i++) {
                    byte[] stored = found.get(i);
                    if (stored != null) {
                        rows.add(Layout.row(keys.get(i), stored));
                    }
                }
                return rows;
            } catch (RocksDBException e) {
                throw unreadable(e);
            }
        });
    }

    @Override
    public List<Row> scan(
            String domain, byte[] from, byte @Nullable [] to, boolean reverse, int maxRows, int maxBytes) {
        Range range = range(domain, from, to, reverse, maxRows, maxBytes);
        return inside(() -> scan(range, null));
    }

    /// @param lower encoded, @param upper encoded
    private record Range(String domain, byte[] lower, byte[] upper, boolean reverse, int maxRows, int maxBytes) {
        Range {
            if (maxRows < 1 || maxBytes < 1) {
                throw new IllegalArgumentException("maxRows and maxBytes must be positive");
            }
        }
    }

    private static Range range(
            String domain, byte[] from, byte @Nullable [] to, boolean reverse, int maxRows, int maxBytes) {
        byte[] upper = to == null ? Layout.domainEnd(domain) : Layout.rowKey(domain, to);
        return new Range(domain, Layout.rowKey(domain, from), upper, reverse, maxRows, maxBytes);
    }

    private List<Row> scan(Range range, @Nullable Snapshot snapshot) {
        if (range.maxRows <= INLINE_ROWS || !Thread.currentThread().isVirtual()) {
            return scanHere(range, snapshot);
        }
        Future<List<Row>> scan = scans.submit(() -> scanHere(range, snapshot));
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return scan.get();
                } catch (InterruptedException e) {
                    // The scan uses native objects of the caller: it must end first.
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw new IllegalStateException("a scan failed", e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private List<Row> scanHere(Range range, @Nullable Snapshot snapshot) {
        int prefix = Layout.prefixLength(range.lower);
        List<Row> rows = new ArrayList<>();
        // The bounds keep RocksDB from walking over deleted rows beyond the range.
        try (Slice lowest = new Slice(range.lower);
                Slice end = new Slice(range.upper);
                ReadOptions options =
                        new ReadOptions().setIterateLowerBound(lowest).setIterateUpperBound(end)) {
            if (snapshot != null) {
                options.setSnapshot(snapshot);
            }
            try (RocksIterator rowsInRange = db.newIterator(options)) {
                collect(range, rowsInRange, prefix, rows);
            }
        } catch (RocksDBException e) {
            throw unreadable(e);
        }
        return rows;
    }

    private static void collect(Range range, RocksIterator found, int prefix, List<Row> rows) throws RocksDBException {
        long bytes = 0;
        if (range.reverse) {
            found.seekToLast();
        } else {
            found.seekToFirst();
        }
        byte[] keyScratch = new byte[SCRATCH_BYTES];
        byte[] valueScratch = new byte[SCRATCH_BYTES];
        while (found.isValid() && rows.size() < range.maxRows && bytes < range.maxBytes) {
            int keyLength = found.key(keyScratch);
            byte[] rowKey = keyLength > SCRATCH_BYTES ? found.key() : keyScratch;
            byte[] key = Arrays.copyOfRange(rowKey, prefix, keyLength);
            int length = found.value(valueScratch);
            byte[] stored = length > SCRATCH_BYTES ? found.value() : valueScratch;
            Row row = Layout.row(new Key(range.domain, key), stored, length);
            rows.add(row);
            bytes += key.length + row.value().length;
            if (range.reverse) {
                found.prev();
            } else {
                found.next();
            }
        }
        found.status();
    }

    @Override
    public <T> T snapshot(Function<Reader, T> body) {
        return inside(() -> {
            Snapshot snapshot = db.getSnapshot();
            SnapshotReader reader = new SnapshotReader(snapshot);
            try {
                return body.apply(reader);
            } finally {
                reader.open = false;
                db.releaseSnapshot(snapshot);
                snapshot.close();
            }
        });
    }

    /// For the thread that runs the body only.
    private final class SnapshotReader implements Reader {
        private final Snapshot snapshot;
        private final Thread owner = Thread.currentThread();
        private final long startNanos = System.nanoTime();
        private boolean open = true;

        SnapshotReader(Snapshot snapshot) {
            this.snapshot = snapshot;
        }

        private void check() {
            if (Thread.currentThread() != owner || !open) {
                throw new IllegalStateException("a snapshot is read only by its body, while that runs");
            }
            if (System.nanoTime() - startNanos > SNAPSHOT_AGE.toNanos()) {
                throw new IllegalStateException("a snapshot is read for at most " + SNAPSHOT_AGE);
            }
        }

        @Override
        public @Nullable Row get(Key key) {
            check();
            try (ReadOptions options = new ReadOptions().setSnapshot(snapshot)) {
                return RocksStore.this.get(key, options);
            }
        }

        @Override
        public List<Row> scan(
                String domain, byte[] from, byte @Nullable [] to, boolean reverse, int maxRows, int maxBytes) {
            check();
            return RocksStore.this.scan(range(domain, from, to, reverse, maxRows, maxBytes), snapshot);
        }
    }

    @Override
    public AutoCloseable watch(String domain, byte[] prefix, Runnable changed) {
        return inside(() -> watches.add(domain, prefix, changed));
    }

    @Override
    public @Nullable Lease acquire(Key key, String owner, Duration ttl) {
        for (int attempt = 0; attempt < LEASE_ATTEMPTS; attempt++) {
            long now = clock.millis();
            Row held = get(key);
            if (held != null) {
                RowReader row = new RowReader(held.value()).upTo(LEASE_FORMAT);
                String holder = row.string();
                if (!holder.equals(owner) && row.varint() > now) {
                    return null;
                }
            }
            long expires = now + ttl.toMillis();
            byte[] value =
                    new RowWriter(LEASE_FORMAT).string(owner).varint(expires).toBytes();
            Check unchanged = held == null ? new Absent(key) : new At(key, held.version());
            Result result = commit(new Transaction(null, List.of(unchanged), List.of(new Put(key, value))));
            if (result instanceof Committed committed) {
                return new Lease(key, committed.version(), expires);
            }
        }
        return null;
    }

    @Override
    public Limits limits() {
        return LIMITS;
    }

    @Override
    public Blobs blobs() {
        return blobs;
    }

    @Override
    public void close() {
        if (!gate.shut()) {
            return;
        }
        watches.close();
        blobs.close();
        if (!gate.awaitEmpty()) {
            // Better an unclean end than a crash: everything acknowledged is in the log already.
            LOG.log(System.Logger.Level.ERROR, "The store is still read; it is left open until the process ends.");
            return;
        }
        scans.shutdown();
        committer.close();
        latest.close();
        tuning.close(db);
        try {
            folder.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private <T> T inside(Supplier<T> work) {
        gate.enter();
        try {
            return work.get();
        } finally {
            gate.leave();
        }
    }

    private static IllegalStateException unreadable(RocksDBException e) {
        return new IllegalStateException("the store cannot be read: " + e.getMessage(), e);
    }
}
