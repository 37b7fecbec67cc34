package dev.virga.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// The folder of an embedded store, held by one process at a time.
///
///     lock      held while the store is open
///     format    "virga-store 1"
///     rows/     RocksDB
///     blobs/    see FileBlobs
final class StoreFolder implements AutoCloseable {
    static final int FORMAT = 1;

    private static final String FORMAT_NAME = "virga-store ";
    private static final int FORMAT_FILE_BYTES = 64;

    private final Path folder;
    private final FileChannel lockFile;

    private StoreFolder(Path folder, FileChannel lockFile) {
        this.folder = folder;
        this.lockFile = lockFile;
    }

    static StoreFolder open(Path folder) throws IOException {
        Files.createDirectories(folder);
        FileChannel lockFile =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean opened = false;
        try {
            if (tryLock(lockFile) == null) {
                throw new IOException("the store in " + folder + " is in use by another process");
            }
            checkFormat(folder);
            opened = true;
            return new StoreFolder(folder, lockFile);
        } finally {
            if (!opened) {
                lockFile.close();
            }
        }
    }

    private static @Nullable FileLock tryLock(FileChannel lockFile) throws IOException {
        try {
            return lockFile.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // this very process holds it
        }
    }

    private static void checkFormat(Path folder) throws IOException {
        Path file = folder.resolve("format");
        if (!Files.exists(file)) {
            if (Files.exists(folder.resolve("rows"))) {
                throw new IOException("the store in " + folder + " lacks its format file");
            }
            replace(file, FORMAT_NAME + FORMAT + "\n");
            return;
        }
        String text = "";
        if (Files.size(file) <= FORMAT_FILE_BYTES) {
            text = Files.readString(file, StandardCharsets.ISO_8859_1).trim();
        }
        if (!text.matches(FORMAT_NAME + "[0-9]{1,6}")) {
            throw new IOException(file + " is damaged, or this is no store");
        }
        int format = Integer.parseInt(text.substring(FORMAT_NAME.length()));
        if (format > FORMAT) {
            throw new IOException("the store in " + folder + " was written by a newer release: it has format " + format
                    + ", this release knows up to " + FORMAT);
        }
    }

    private static void replace(Path file, String text) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".tmp");
        try (FileChannel channel = FileChannel.open(
                unfinished,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
            channel.force(true);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        syncFolder(file.toAbsolutePath().resolveSibling("."));
    }

    /// Makes renames, creations and deletions in the folder durable.
    static void syncFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    Path rows() {
        return folder.resolve("rows");
    }

    Path blobs() {
        return folder.resolve("blobs");
    }

    @Override
    public void close() throws IOException {
        lockFile.close();
    }
}
