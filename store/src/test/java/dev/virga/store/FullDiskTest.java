package dev.virga.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.virga.store.Store.Key;
import dev.virga.store.Store.Put;
import dev.virga.store.Store.StoreFailed;
import dev.virga.store.Store.Transaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A disk that fills up, as a small memory file system; only root can make one.
final class FullDiskTest {
    private static final int DISK_MIB = 24;
    private static final int VALUE_BYTES = 100_000;

    @TempDir
    Path folder = Path.of("");

    private static int run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(30, TimeUnit.SECONDS) ? process.exitValue() : -1;
    }

    private static Key key(long number) {
        return new KeyBuilder().number(number).toKey("full");
    }

    private static void put(Store store, long number) {
        byte[] value = new byte[VALUE_BYTES];
        new Random(number).nextBytes(value);
        store.commit(new Transaction(null, List.of(), List.of(new Put(key(number), value))));
    }

    @Test
    void aFullDiskStopsWritingAndLosesNothing() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        boolean mounted = Files.isExecutable(Path.of("/bin/mount"))
                && run("/bin/mount", "-t", "tmpfs", "-o", "size=" + DISK_MIB + "m", "tmpfs", disk.toString()) == 0;
        assumeThat(mounted).as("only root can mount a small disk").isTrue();
        try {
            fill(disk.resolve("store"), disk.resolve("ballast"));
        } finally {
            run("/bin/umount", "-l", disk.toString());
        }
    }

    private static void fill(Path folder, Path ballast) throws IOException {
        Files.write(ballast, new byte[8 << 20]);
        int written = 0;
        try (Store store = RocksStore.open(folder, RocksStoreTest.NATIVE, InstantSource.system())) {
            StoreFailed failed = null;
            while (failed == null) {
                try {
                    put(store, written);
                    written++;
                } catch (StoreFailed e) {
                    failed = e;
                }
                assertThat(written).isLessThan((DISK_MIB << 20) / VALUE_BYTES);
            }
            assertThat(failed).hasMessageContaining("No space left");
            assertThat(store.get(key(written - 1))).isNotNull();
            Files.delete(ballast);
            assertThatThrownBy(() -> put(store, 0)).isInstanceOf(StoreFailed.class);
        }
        try (Store store = RocksStore.open(folder, RocksStoreTest.NATIVE, InstantSource.system())) {
            for (int i = 0; i < written; i++) {
                byte[] value = new byte[VALUE_BYTES];
                new Random(i).nextBytes(value);
                Store.Row row = store.get(key(i));
                assertThat(row).isNotNull();
                assertThat(row.value()).isEqualTo(value);
            }
            put(store, written);
        }
    }
}
