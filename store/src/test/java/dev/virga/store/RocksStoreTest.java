package dev.virga.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The contract for the embedded engine, and what only that has: a folder.
final class RocksStoreTest extends StoreContract {
    /// One unpacked library for all tests.
    static final Path NATIVE = Path.of("target", "native");

    @TempDir
    Path folder = Path.of("");

    @Override
    Store open() throws IOException {
        return RocksStore.open(folder.resolve("store"), NATIVE, clock);
    }

    @Test
    void aFolderInUseIsRefused() {
        assertThatThrownBy(this::open)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("in use by another process");
    }

    @Test
    void aNewerFormatIsRefused() throws IOException {
        store.close();
        Path format = folder.resolve("store/format");
        for (String wrong : List.of("virga-store 2\n", "virga-store 1x", "", "x".repeat(1000))) {
            Files.writeString(format, wrong);
            assertThatThrownBy(this::open)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(wrong.contains("2") ? "written by a newer release" : "damaged");
        }
        Files.writeString(format, "virga-store 1\n");
        open().close();
        Files.delete(format);
        assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("lacks its format file");
    }

    @Test
    void aDamagedStoreDoesNotOpenAndLeavesTheFolderFree() throws IOException {
        write(put("a", "1"));
        store.close();
        Files.writeString(folder.resolve("store/rows/CURRENT"), "nonsense\n");
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("does not open");
        }
    }

    @Test
    void theNativeLibraryIsUnpackedOnce() throws IOException {
        try (Stream<Path> files = Files.walk(NATIVE)) {
            assertThat(files.filter(Files::isRegularFile)).hasSize(1);
        }
    }
}
