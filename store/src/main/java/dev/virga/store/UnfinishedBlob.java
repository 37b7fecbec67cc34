package dev.virga.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/// A blob's file while it is written, under a name that nobody looks for; gone after `close` unless
/// it was published. Every method waits for the disk.
final class UnfinishedBlob implements AutoCloseable {
    /// Written bytes are synced in portions, so that the last sync of a large blob is not a long
    /// one.
    private static final int PORTION_BYTES = 32 << 20;

    private final Path file;
    private final FileChannel channel;
    private long unsynced;
    private boolean published;

    UnfinishedBlob(Path file) throws IOException {
        this.file = file;
        channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    UnfinishedBlob append(byte[] bytes, int length) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(bytes, 0, length);
        while (rest.hasRemaining()) {
            channel.write(rest);
        }
        unsynced += length;
        if (unsynced >= PORTION_BYTES) {
            sync();
        }
        return this;
    }

    UnfinishedBlob sync() throws IOException {
        channel.force(false);
        unsynced = 0;
        return this;
    }

    /// Gives the synced file its final name, durably.
    ///
    /// @param shard folder of that name, made when it is not there
    void publish(Path shard, Path name, Instant now) throws IOException {
        channel.close();
        Files.setLastModifiedTime(file, FileTime.from(now));
        try {
            Files.move(file, name, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            Files.createDirectories(shard);
            StoreFolder.syncFolder(shard.resolveSibling("."));
            Files.move(file, name, StandardCopyOption.ATOMIC_MOVE);
        }
        published = true;
        StoreFolder.syncFolder(shard);
    }

    @Override
    public void close() throws IOException {
        channel.close();
        if (!published) {
            Files.deleteIfExists(file);
        }
    }
}
