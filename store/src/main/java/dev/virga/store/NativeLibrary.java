package dev.virga.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.rocksdb.RocksDB;
import org.rocksdb.util.Environment;

/// RocksDB's native library, unpacked once and kept: unpacking 17 MB at each start would cost more
/// than opening the store.
final class NativeLibrary {
    /// Part of the folder's name, so that another release of RocksDB never loads this one's
    /// library.
    private static final String RELEASE = "rocksdb-11.8.1";

    private NativeLibrary() {}

    static void load(Path folder) throws IOException {
        Path home = folder.toAbsolutePath().normalize().resolve(RELEASE);
        // RocksDB looks for this name in a folder, and has another one in its jar.
        Path library = home.resolve(Environment.getJniLibraryFileName("rocksdbjni"));
        if (!Files.exists(library)) {
            unpack(home, library);
        }
        RocksDB.loadLibrary(List.of(home.toString()));
    }

    private static void unpack(Path home, Path library) throws IOException {
        Files.createDirectories(home);
        String name = Environment.getJniLibraryFileName("rocksdb");
        Path unfinished = Files.createTempFile(home, "unfinished-", ".tmp");
        try (InputStream packed = RocksDB.class.getClassLoader().getResourceAsStream(name)) {
            if (packed == null) {
                throw new IOException("there is no RocksDB for this platform: " + name + " is missing");
            }
            Files.copy(packed, unfinished, StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            // Only a whole library ever has the final name, whoever else unpacks at the same time.
            Files.move(unfinished, library, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }
}
