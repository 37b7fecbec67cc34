package dev.virga.store;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import dev.virga.store.Store.Absent;
import dev.virga.store.Store.At;
import dev.virga.store.Store.Check;
import dev.virga.store.Store.Conflict;
import dev.virga.store.Store.Key;
import dev.virga.store.Store.Put;
import dev.virga.store.Store.Row;
import dev.virga.store.Store.Transaction;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;

/// Measures the store on this machine and prints a table; asserts nothing. Arguments: a folder, the
/// seconds for each line, and (all by default) a pattern for the names of the lines to measure.
final class StoreBench {
    private static final int ROWS = 1_000_000;
    private static final int VALUE_BYTES = 200;
    private static final int SCAN_ROWS = 100;
    private static final int BLOB_BYTES = 16 << 10;
    private static final String DOMAIN = "bench/000000000000/table";

    private final Store store;
    private final long seconds;
    private final Pattern lines;

    private interface Work {
        void run(ThreadLocalRandom random) throws IOException;
    }

    private StoreBench(Store store, long seconds, Pattern lines) {
        this.lines = lines;
        this.store = store;
        this.seconds = seconds;
    }

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        long seconds = Long.parseLong(args[1]);
        try (Store store = open(folder)) {
            fill(store);
            StoreBench bench = new StoreBench(store, seconds, Pattern.compile(args.length > 2 ? args[2] : ".*"));
            bench.measure("put", 64, bench::put);
            for (int callers : new int[] {1, 16, 64}) {
                bench.measure("put", callers, bench::put);
                bench.measure("put with id", callers, bench::putWithId);
                bench.measure("read-modify-write", callers, bench::readModifyWrite);
                bench.measure("append", callers, bench::append);
                bench.measure("get", callers, bench::get);
                bench.measure("scan " + SCAN_ROWS, callers, random -> bench.scan(random, SCAN_ROWS));
                bench.measure("scan 1000", callers, random -> bench.scan(random, 1000));
                bench.measure("blob 16 KiB", callers, bench::blob);
                bench.measure("blob 16 KiB read", callers, bench::blobRead);
            }
        }
        open(folder).close();
    }

    private static Store open(Path folder) throws IOException {
        long start = System.nanoTime();
        Store store = RocksStore.open(folder, InstantSource.system());
        System.out.printf("opened in %.1f ms%n", (System.nanoTime() - start) / 1e6);
        return store;
    }

    private static Key key(long number) {
        return new Key(DOMAIN, new KeyBuilder().number(number).raw(new byte[8]).toBytes());
    }

    private static byte[] value(ThreadLocalRandom random) {
        byte[] value = new byte[VALUE_BYTES];
        random.nextBytes(value);
        return value;
    }

    private static void fill(Store store) {
        if (store.get(key(ROWS - 1)) != null) {
            return;
        }
        for (int i = 0; i < ROWS; i += 1000) {
            List<Store.Write> writes = new ArrayList<>();
            for (int j = i; j < i + 1000; j++) {
                writes.add(new Put(key(j), value(ThreadLocalRandom.current())));
            }
            store.commit(new Transaction(null, List.of(), writes));
        }
    }

    private void put(ThreadLocalRandom random) {
        Key key = key(random.nextInt(ROWS));
        store.commit(new Transaction(null, List.of(), List.of(new Put(key, value(random)))));
    }

    private void putWithId(ThreadLocalRandom random) {
        Key key = key(random.nextInt(ROWS));
        byte[] id = new byte[16];
        random.nextBytes(id);
        store.commit(new Transaction(id, List.of(), List.of(new Put(key, value(random)))));
    }

    private void readModifyWrite(ThreadLocalRandom random) {
        while (true) {
            List<Check> checks = new ArrayList<>();
            List<Store.Write> writes = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                Key key = key(random.nextInt(ROWS));
                Row row = store.get(key);
                checks.add(row == null ? new Absent(key) : new At(key, row.version()));
                writes.add(new Put(key, value(random)));
            }
            if (!(store.commit(new Transaction(null, checks, writes)) instanceof Conflict)) {
                return;
            }
        }
    }

    private void append(ThreadLocalRandom random) {
        Key log = new Key("bench/log", new byte[] {(byte) random.nextInt(16)});
        store.commit(new Transaction(null, List.of(), List.of(new Store.Append(log, value(random)))));
    }

    private void get(ThreadLocalRandom random) {
        if (store.get(key(random.nextInt(ROWS))) == null) {
            throw new IllegalStateException("a row is missing");
        }
    }

    private void scan(ThreadLocalRandom random, int rows) {
        byte[] from = key(random.nextInt(ROWS - rows)).bytes();
        if (store.scan(DOMAIN, from, null, false, rows, 1 << 20).size() != rows) {
            throw new IllegalStateException("rows are missing");
        }
    }

    private void blob(ThreadLocalRandom random) throws IOException {
        byte[] content = new byte[BLOB_BYTES];
        random.nextBytes(content);
        Blobs.Ref ref = store.blobs().write(new ByteArrayInputStream(content));
        recent = ref;
    }

    private volatile Blobs.Ref recent = new Blobs.Ref("0".repeat(64), 0);

    private void blobRead(ThreadLocalRandom random) throws IOException {
        try (var in = store.blobs().read(recent, 0, -1)) {
            in.readAllBytes();
        }
    }

    private void measure(String name, int callers, Work work) throws InterruptedException {
        if (!lines.matcher(name + " " + callers).matches()) {
            return;
        }
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        LongAdder done = new LongAdder();
        long cpu = system.getProcessCpuTime();
        long allocated = threads.getTotalThreadAllocatedBytes();
        long start = System.nanoTime();
        long end = start + seconds * 1_000_000_000;
        List<Thread> running = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            running.add(Thread.startVirtualThread(() -> {
                try {
                    while (System.nanoTime() < end) {
                        work.run(ThreadLocalRandom.current());
                        done.increment();
                    }
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            }));
        }
        for (Thread thread : running) {
            thread.join();
        }
        double elapsed = (System.nanoTime() - start) / 1e9;
        double count = done.sum();
        System.out.printf(
                "%-18s %3d callers %,10.0f /s %6.1f µs CPU %,8.0f B allocated%n",
                name,
                callers,
                count / elapsed,
                (system.getProcessCpuTime() - cpu) / 1e3 / count,
                (threads.getTotalThreadAllocatedBytes() - allocated) / count);
    }
}
