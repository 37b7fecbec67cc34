package dev.virga.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Blobs as files that are named by their content.
///
///     blobs/ab/cdef…      the content with SHA-256 abcdef…, whole and synced
///     blobs/unfinished/…  being written; whatever is there at the start is left over from a crash
///
/// The caller's thread reads the content and hashes it; files are touched by the threads of
/// [Lanes], so that no virtual thread waits for the disk. The time of a file's last writing is kept
/// as its modification time.
final class FileBlobs implements Blobs {
    static final int CHUNK_BYTES = 256 << 10;
    static final int LIST_BLOBS = 10_000;

    private static final int SHARDS = 256;
    private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");

    private final Path folder;
    private final Path unfinished;
    private final InstantSource clock;
    private final Lanes lanes = new Lanes();
    private final AtomicLong number = new AtomicLong();

    private FileBlobs(Path folder, InstantSource clock) {
        this.folder = folder;
        this.clock = clock;
        unfinished = folder.resolve("unfinished");
    }

    static FileBlobs open(Path folder, InstantSource clock) throws IOException {
        FileBlobs blobs = new FileBlobs(folder, clock);
        Files.createDirectories(blobs.unfinished);
        // Also what a crash left unsynced: from here on a shard that is there is there for good.
        StoreFolder.syncFolder(folder);
        StoreFolder.syncFolder(folder.toAbsolutePath().resolveSibling("."));
        try (DirectoryStream<Path> torn = Files.newDirectoryStream(blobs.unfinished)) {
            for (Path file : torn) {
                Files.delete(file);
            }
        }
        return blobs;
    }

    @Override
    public Ref write(InputStream content) throws IOException {
        MessageDigest digest = sha256();
        byte[] chunk = content.readNBytes(CHUNK_BYTES);
        digest.update(chunk);
        if (chunk.length == CHUNK_BYTES) {
            return writeLarge(content, chunk, digest);
        }
        String id = HexFormat.of().formatHex(digest.digest());
        return lanes.run(shard(id), () -> {
            if (!keepExisting(id)) {
                try (UnfinishedBlob blob = create()) {
                    blob.append(chunk, chunk.length).sync();
                    publish(blob, id);
                }
            }
            return new Ref(id, chunk.length);
        });
    }

    /// The content may arrive slowly: no lane waits for it.
    private Ref writeLarge(InputStream content, byte[] chunk, MessageDigest digest) throws IOException {
        UnfinishedBlob blob = lanes.run("", this::create);
        try {
            long total = 0;
            for (int read = chunk.length; read > 0; read = content.readNBytes(chunk, 0, CHUNK_BYTES)) {
                if (total > 0) {
                    digest.update(chunk, 0, read);
                }
                total += read;
                Pending.within("blobBytes", total, BLOB_BYTES);
                int length = read;
                lanes.run("", () -> blob.append(chunk, length));
            }
            lanes.run("", blob::sync);
            Ref ref = new Ref(HexFormat.of().formatHex(digest.digest()), total);
            return lanes.run(shard(ref.id()), () -> {
                if (!keepExisting(ref.id())) {
                    publish(blob, ref.id());
                }
                return ref;
            });
        } finally {
            lanes.run("", () -> {
                blob.close();
                return blob;
            });
        }
    }

    private void publish(UnfinishedBlob blob, String id) throws IOException {
        blob.publish(folder.resolve(shard(id)), file(id), clock.instant());
    }

    private UnfinishedBlob create() throws IOException {
        return new UnfinishedBlob(unfinished.resolve(Long.toString(number.incrementAndGet())));
    }

    /// On the lane of its shard, as is every deletion of it: so nothing comes between the look and
    /// the touch, or between the look and the deletion.
    private boolean keepExisting(String id) throws IOException {
        try {
            Files.setLastModifiedTime(file(id), FileTime.from(clock.instant()));
        } catch (NoSuchFileException e) {
            return false;
        }
        // Whoever gave it its name may have ended before this.
        StoreFolder.syncFolder(folder.resolve(shard(id)));
        return true;
    }

    private Path file(String id) {
        return folder.resolve(shard(id)).resolve(id.substring(2));
    }

    private static String shard(String id) {
        return valid(id).substring(0, 2);
    }

    /// No id ever becomes a path that leaves the folder.
    private static String valid(String id) {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("a blob's id is 64 lower-case hexadecimal digits");
        }
        return id;
    }

    @Override
    public InputStream read(Ref ref, long offset, long length) throws IOException {
        Path file = file(ref.id());
        if (offset < 0 || length < -1) {
            throw new IllegalArgumentException("offset " + offset + ", length " + length);
        }
        long rest = Math.max(0, ref.length() - offset);
        long wanted = length < 0 ? rest : Math.min(length, rest);
        Callable<FileChannel> open = () -> FileChannel.open(file, StandardOpenOption.READ);
        return new BlobStream(lanes, lanes.run(shard(ref.id()), open), offset, wanted);
    }

    @Override
    public void delete(Ref ref) throws IOException {
        Path file = file(ref.id());
        lanes.run(shard(ref.id()), () -> {
            try {
                FileTime written = Files.getLastModifiedTime(file);
                if (written.toInstant().plus(YOUNG).isBefore(clock.instant())) {
                    Files.delete(file);
                }
            } catch (NoSuchFileException e) {
                // It is not there: done.
            }
            return file;
        });
    }

    @Override
    public List<Ref> list(@Nullable String afterId, int max) throws IOException {
        Pending.within("listBlobs", max, LIST_BLOBS);
        String after = afterId == null ? "" : afterId;
        int shard = after.isEmpty() ? 0 : HexFormat.fromHexDigits(valid(after), 0, 2);
        return lanes.run("", () -> {
            List<Ref> refs = new ArrayList<>();
            for (int i = shard; i < SHARDS && refs.size() < max; i++) {
                listShard(i, after, max, refs);
            }
            return refs;
        });
    }

    private void listShard(int shard, String after, int max, List<Ref> refs) throws IOException {
        String prefix = HexFormat.of().toHexDigits((byte) shard);
        List<String> ids;
        try (Stream<Path> files = Files.list(folder.resolve(prefix))) {
            ids = files.map(file -> prefix + file.getFileName())
                    .filter(id -> ID.matcher(id).matches() && id.compareTo(after) > 0)
                    .sorted()
                    .limit(max - refs.size())
                    .toList();
        } catch (NoSuchFileException e) {
            return; // No blob was ever written here.
        }
        for (String id : ids) {
            try {
                refs.add(new Ref(id, Files.size(file(id))));
            } catch (NoSuchFileException e) {
                // Deleted meanwhile.
            }
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    void close() {
        lanes.close();
    }
}
