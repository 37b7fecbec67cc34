package dev.virga.store;

import dev.virga.store.Store.Append;
import dev.virga.store.Store.At;
import dev.virga.store.Store.Check;
import dev.virga.store.Store.Committed;
import dev.virga.store.Store.Key;
import dev.virga.store.Store.Put;
import dev.virga.store.Store.Row;
import dev.virga.store.Store.Transaction;
import java.io.ByteArrayInputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;

/// The process that [CrashTest] kills. Each of its writers repeats: read the own rows, and in one
/// transaction count both up and append to the own log; then say so on standard output.
final class CrashWriter {
    static final int WRITERS = 16;
    static final int BLOB_EVERY = 20;
    static final String DOMAIN = "crash";
    private static final int PADDING_BYTES = 3_000;

    private CrashWriter() {}

    static Key left(int writer) {
        return new KeyBuilder().string("left").number(writer).toKey(DOMAIN);
    }

    static Key right(int writer) {
        return new KeyBuilder().string("right").number(writer).toKey(DOMAIN);
    }

    static Key log(int writer) {
        return new KeyBuilder().string("log").number(writer).toKey(DOMAIN);
    }

    static long count(Row row) {
        return new RowReader(row.value()).varint();
    }

    /// The step that follows the one in the row; the same whenever and wherever it is made.
    static Transaction step(int writer, long count, List<Check> checks, Blobs.Ref blob) {
        byte[] padding = new byte[new Random(count).nextInt(PADDING_BYTES)];
        byte[] value = new RowWriter(1)
                .varint(count)
                .string(blob.id())
                .varint(blob.length())
                .bytes(padding)
                .toBytes();
        byte[] id = new KeyBuilder().number(writer).number(count).toBytes();
        List<Store.Write> writes =
                List.of(new Put(left(writer), value), new Append(log(writer), value), new Put(right(writer), value));
        return new Transaction(id, checks, writes);
    }

    static byte[] blobContent(int writer, long count) {
        byte[] content = new byte[FileBlobs.CHUNK_BYTES / 2 * (1 + writer % 4)];
        new Random(writer * 1_000_003L + count / BLOB_EVERY).nextBytes(content);
        return content;
    }

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        Store store = RocksStore.open(folder, Path.of(args[1]), InstantSource.system());
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false);
        for (int writer = 0; writer < WRITERS; writer++) {
            int number = writer;
            Thread.startVirtualThread(() -> {
                try {
                    write(store, number, out);
                } catch (IOException | RuntimeException e) {
                    e.printStackTrace();
                    System.exit(1);
                }
            });
        }
        // Ends when it is killed, or when its parent has ended.
        System.in.read();
        System.exit(0);
    }

    private static void write(Store store, int writer, PrintStream out) throws IOException {
        Blobs.Ref blob = new Blobs.Ref("", 0);
        while (true) {
            Row left = store.get(left(writer));
            Row right = store.get(right(writer));
            long count = left == null ? 0 : count(left);
            List<Check> checks = left == null || right == null
                    ? List.of(new Store.Absent(left(writer)), new Store.Absent(right(writer)))
                    : List.of(new At(left(writer), left.version()), new At(right(writer), right.version()));
            if (count % BLOB_EVERY == 0 || blob.length() == 0) {
                blob = store.blobs().write(new ByteArrayInputStream(blobContent(writer, count + 1)));
            }
            if (!(store.commit(step(writer, count + 1, checks, blob)) instanceof Committed committed)) {
                throw new IllegalStateException("somebody else wrote the row");
            }
            synchronized (out) {
                out.println(writer + " " + (count + 1) + " " + committed.version() + " .");
                out.flush();
            }
        }
    }
}
