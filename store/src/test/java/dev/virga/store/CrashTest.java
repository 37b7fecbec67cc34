package dev.virga.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.virga.store.Store.Committed;
import dev.virga.store.Store.Row;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills a process that writes under load, again and again, and looks into what it left.
final class CrashTest {
    private static final int KILLS = 20;
    private static final int MAX_ACKNOWLEDGED = 1_500;

    /// What the killed processes said, by writer.
    private final long[] counts = new long[CrashWriter.WRITERS];

    private final long[] versions = new long[CrashWriter.WRITERS];

    @TempDir
    Path folder = Path.of("");

    @Test
    void nothingAcknowledgedIsLostAndNothingIsTorn() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed of nothingAcknowledgedIsLostAndNothingIsTorn: " + seed);
        Random random = new Random(seed);
        long acknowledged = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            acknowledged += writeAndKill(1 + random.nextInt(MAX_ACKNOWLEDGED));
            try (Store store = RocksStore.open(store(), RocksStoreTest.NATIVE, InstantSource.system())) {
                for (int writer = 0; writer < CrashWriter.WRITERS; writer++) {
                    check(store, writer);
                }
            }
        }
        try (Stream<Path> unfinished = Files.list(store().resolve("blobs/unfinished"))) {
            assertThat(unfinished).isEmpty();
        }
        System.out.println(KILLS + " kills, " + acknowledged + " acknowledged transactions, none lost");
    }

    private Path store() {
        return folder.resolve("store");
    }

    /// @return how many transactions were acknowledged
    private int writeAndKill(int after) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrashWriter.class.getName(),
                        store().toString(),
                        RocksStoreTest.NATIVE.toAbsolutePath().toString()))
                .redirectError(Redirect.INHERIT)
                .start();
        int lines = 0;
        try (BufferedReader said = process.inputReader()) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                // The kill may cut the last line.
                if (line.endsWith(" .")) {
                    note(line.split(" "));
                    lines++;
                }
                if (lines == after) {
                    // Not the process itself: that would close its output, which may hold more lines.
                    process.toHandle().destroyForcibly();
                }
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(lines).as("it was killed, it did not end by itself").isGreaterThanOrEqualTo(after);
        return lines;
    }

    private void note(String[] words) {
        int writer = Integer.parseInt(words[0]);
        counts[writer] = Math.max(counts[writer], Long.parseLong(words[1]));
        versions[writer] = Math.max(versions[writer], Long.parseLong(words[2]));
    }

    private void check(Store store, int writer) throws IOException {
        Row left = store.get(CrashWriter.left(writer));
        Row right = store.get(CrashWriter.right(writer));
        if (left == null || right == null) {
            assertThat(left).isEqualTo(right);
            assertThat(counts[writer]).isZero();
            return;
        }
        long count = CrashWriter.count(left);
        assertThat(count).isBetween(counts[writer], counts[writer] + 1);
        assertThat(right.version()).isEqualTo(left.version()).isGreaterThanOrEqualTo(versions[writer]);
        assertThat(right.value()).isEqualTo(left.value());
        checkLog(store, writer, count);
        RowReader row = new RowReader(left.value());
        row.varint();
        Blobs.Ref blob = new Blobs.Ref(row.string(), row.varint());
        try (InputStream content = store.blobs().read(blob, 0, -1)) {
            byte[] whole = content.readAllBytes();
            assertThat(whole).hasSize((int) blob.length());
            long since = count - 1 - (count - 1) % CrashWriter.BLOB_EVERY + 1;
            boolean sameRun = Arrays.equals(whole, CrashWriter.blobContent(writer, since));
            assertThat(sameRun || Arrays.equals(whole, CrashWriter.blobContent(writer, count)))
                    .isTrue();
        }
        // A resend answers what was answered, or would have been.
        Committed again = (Committed) store.commit(CrashWriter.step(writer, count, List.of(), blob));
        assertThat(again.version()).isEqualTo(left.version());
        counts[writer] = count;
    }

    private static void checkLog(Store store, int writer, long count) {
        byte[] log = CrashWriter.log(writer).bytes();
        List<Long> logged = new ArrayList<>();
        byte[] from = log;
        List<Row> page;
        do {
            page = store.scan(CrashWriter.DOMAIN, from, KeyBuilder.prefixEnd(log), false, 1_000, 1 << 20);
            for (Row row : page) {
                logged.add(CrashWriter.count(row));
                from = KeyBuilder.after(row.key().bytes());
            }
        } while (!page.isEmpty());
        assertThat(logged).hasSize((int) count).isSorted().doesNotHaveDuplicates();
    }
}
