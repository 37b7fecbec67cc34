package dev.virga.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Blobs as files that are named by their content.
///
///     blobs/ab/cdef…      the content with SHA-256 abcdef…, whole and synced
///     blobs/unfinished/…  being written; whatever is there at the start is left over from a crash
///
/// The caller's thread reads the content and hashes it; files are touched by the threads of
/// [Lanes],
/// so that no virtual thread waits for the disk. The time of a file's last writing is kept as its
/// modification time.
final class FileBlobs implements Blobs {
    static final int CHUNK_BYTES = 256 << 10;
    static final int LIST_BLOBS = 10_000;

    private static final int SHARDS = 256;
    private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");

    private final Path folder;
    private final Path unfinished;
    private final InstantSource clock;
    private final Lanes lanes = new Lanes();

    private FileBlobs(Path folder, InstantSource clock) {
        this.folder = folder;
        this.clock = clock;
        unfinished = folder.resolve("unfinished");
    }

    static FileBlobs open(Path folder, InstantSource clock) throws IOException {
        FileBlobs blobs = new FileBlobs(folder, clock);
        Files.createDirectories(blobs.unfinished);
        if (!Files.exists(folder.resolve(shardName(SHARDS - 1)))) {
            for (int shard = 0; shard < SHARDS; shard++) {
                Files.createDirectories(folder.resolve(shardName(shard)));
            }
            StoreFolder.syncFolder(folder);
            StoreFolder.syncFolder(folder.toAbsolutePath().resolveSibling("."));
        }
        try (DirectoryStream<Path> torn = Files.newDirectoryStream(blobs.unfinished)) {
            for (Path file : torn) {
                Files.delete(file);
            }
        }
        return blobs;
    }

    private static String shardName(int shard) {
        return HexFormat.of().toHexDigits((byte) shard);
    }

    @Override
    public Ref write(InputStream content) throws IOException {
        MessageDigest digest = sha256();
        byte[] chunk = content.readNBytes(CHUNK_BYTES);
        digest.update(chunk);
        if (chunk.length < CHUNK_BYTES) {
            String id = HexFormat.of().formatHex(digest.digest());
            lanes.run(id, () -> {
                if (!keepExisting(id)) {
                    Path file = create();
                    append(file, chunk, 0, chunk.length);
                    publish(file, id);
                }
                return id;
            });
            return new Ref(id, chunk.length);
        }
        return writeLarge(content, chunk, digest);
    }

    private Ref writeLarge(InputStream content, byte[] first, MessageDigest digest) throws IOException {
        Path file = lanes.run("", this::create);
        boolean published = false;
        try {
            byte[] chunk = first;
            int read = first.length;
            long length = 0;
            while (read > 0) {
                byte[] full = chunk;
                int bytes = read;
                length += bytes;
                Pending.within("blobBytes", length, BLOB_BYTES);
                lanes.run("", () -> append(file, full, 0, bytes));
                read = content.readNBytes(chunk, 0, chunk.length);
                digest.update(chunk, 0, read);
            }
            String id = HexFormat.of().formatHex(digest.digest());
            lanes.run(id, () -> {
                if (keepExisting(id)) {
                    Files.delete(file);
                } else {
                    publish(file, id);
                }
                return id;
            });
            published = true;
            return new Ref(id, length);
        } finally {
            if (!published) {
                lanes.run("", () -> Files.deleteIfExists(file));
            }
        }
    }

    private Path create() throws IOException {
        return Files.createTempFile(unfinished, "", "");
    }

    private static Path append(Path file, byte[] bytes, int from, int length) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.APPEND)) {
            ByteBuffer rest = ByteBuffer.wrap(bytes, from, length);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
        }
        return file;
    }

    /// On the lane of the id, as is every deletion of it: so nothing comes between the look and the
    /// touch, or between the look and the deletion.
    private boolean keepExisting(String id) throws IOException {
        Path file = file(id);
        try {
            Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
        } catch (NoSuchFileException e) {
            return false;
        }
        return true;
    }

    private void publish(Path written, String id) throws IOException {
        Files.setLastModifiedTime(written, FileTime.from(clock.instant()));
        try (FileChannel channel = FileChannel.open(written, StandardOpenOption.WRITE)) {
            channel.force(false);
        }
        Path file = file(id);
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
        StoreFolder.syncFolder(file.resolveSibling("."));
    }

    private Path file(String id) {
        return folder.resolve(valid(id).substring(0, 2)).resolve(id.substring(2));
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
        return new BlobStream(lanes, lanes.run(ref.id(), open), offset, wanted);
    }

    @Override
    public void delete(Ref ref) throws IOException {
        Path file = file(ref.id());
        lanes.run(ref.id(), () -> {
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
        String prefix = shardName(shard);
        List<String> ids;
        try (Stream<Path> files = Files.list(folder.resolve(prefix))) {
            ids = files.map(file -> prefix + file.getFileName())
                    .filter(id -> ID.matcher(id).matches() && id.compareTo(after) > 0)
                    .sorted()
                    .limit(max - refs.size())
                    .toList();
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
