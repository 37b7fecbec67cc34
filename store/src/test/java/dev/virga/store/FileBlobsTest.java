package dev.virga.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileBlobsTest {
    private static final String EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private final FakeClock clock = new FakeClock();

    @TempDir
    Path folder = Path.of("");

    private FileBlobs blobs;

    @BeforeEach
    void open() throws IOException {
        blobs = FileBlobs.open(folder.resolve("blobs"), clock);
    }

    @AfterEach
    void close() {
        blobs.close();
    }

    private Blobs.Ref write(byte[] content) throws IOException {
        return blobs.write(new ByteArrayInputStream(content));
    }

    private byte[] read(Blobs.Ref ref, long offset, long length) throws IOException {
        try (InputStream in = blobs.read(ref, offset, length)) {
            return in.readAllBytes();
        }
    }

    private static byte[] random(int seed, int length) {
        byte[] content = new byte[length];
        new Random(seed).nextBytes(content);
        return content;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void whatIsWrittenIsReadAlsoInParts() throws IOException {
        int chunk = FileBlobs.CHUNK_BYTES;
        for (int length : new int[] {0, 1, 1000, chunk - 1, chunk, chunk + 1, 3 * chunk, 1_000_000}) {
            byte[] content = random(length, length);
            Blobs.Ref ref = write(content);
            assertThat(ref.length()).isEqualTo(length);
            assertThat(read(ref, 0, -1)).isEqualTo(content);
            int from = length / 3;
            int part = length / 2;
            assertThat(read(ref, from, part)).isEqualTo(Arrays.copyOfRange(content, from, from + part));
            assertThat(read(ref, from, Long.MAX_VALUE)).isEqualTo(Arrays.copyOfRange(content, from, length));
            assertThat(read(ref, length + 1L, 5)).isEmpty();
            try (InputStream in = blobs.read(ref, 0, -1)) {
                assertThat(in.skip(from)).isEqualTo(from);
                assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(content, from, length));
            }
        }
        assertThat(write(new byte[0]).id()).isEqualTo(EMPTY);
    }

    @Test
    void theSameContentIsKeptOnce() throws IOException {
        for (int length : new int[] {100, 1_000_000}) {
            Blobs.Ref first = write(random(1, length));
            int before = files().size();
            StoreFixture.together(16, caller -> {
                try {
                    assertThat(write(random(1, length))).isEqualTo(first);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            assertThat(files()).hasSize(before);
        }
    }

    @Test
    void hostileIdsAreRefused() throws IOException {
        Files.writeString(folder.resolve("secret"), "secret");
        List<String> hostile = List.of(
                "",
                "..",
                "../secret",
                "../../" + "a".repeat(58),
                "/etc/passwd",
                EMPTY.toUpperCase(Locale.ROOT),
                EMPTY.substring(1),
                EMPTY + "0",
                EMPTY + "\n",
                "ab/../../" + "c".repeat(55),
                "\0".repeat(64));
        for (String id : hostile) {
            Blobs.Ref ref = new Blobs.Ref(id, 6);
            assertThatThrownBy(() -> blobs.read(ref, 0, -1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> blobs.delete(ref)).isInstanceOf(IllegalArgumentException.class);
            if (!id.isEmpty()) {
                assertThatThrownBy(() -> blobs.list(id, 10)).isInstanceOf(IllegalArgumentException.class);
            }
        }
        Blobs.Ref ref = write(new byte[10]);
        assertThatThrownBy(() -> blobs.read(ref, -1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> blobs.read(new Blobs.Ref(EMPTY, 1), 0, -1)).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> read(new Blobs.Ref(ref.id(), 11), 0, -1)).isInstanceOf(IOException.class);
    }

    @Test
    void onlyWhatIsOldIsDeleted() throws IOException {
        Blobs.Ref ref = write(random(1, 100));
        blobs.delete(ref);
        assertThat(blobs.list(null, 10)).containsExactly(ref);
        clock.advance(Blobs.YOUNG.plus(Duration.ofSeconds(1)));
        write(random(1, 100));
        blobs.delete(ref);
        assertThat(blobs.list(null, 10)).as("it was written again").containsExactly(ref);
        clock.advance(Blobs.YOUNG.plus(Duration.ofSeconds(1)));
        blobs.delete(ref);
        blobs.delete(ref);
        assertThat(blobs.list(null, 10)).isEmpty();
    }

    @Test
    void blobsAreListedInPages() throws IOException {
        List<Blobs.Ref> all = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            all.add(write(random(i, 10 + i)));
        }
        all.sort(Comparator.comparing(Blobs.Ref::id));
        List<Blobs.Ref> listed = new ArrayList<>();
        List<Blobs.Ref> page = blobs.list(null, 7);
        while (!page.isEmpty()) {
            listed.addAll(page);
            page = blobs.list(page.getLast().id(), 7);
        }
        assertThat(listed).isEqualTo(all);
    }

    @Test
    void whatWasNotFinishedIsCollectedAtTheNextStart() throws IOException {
        Path torn = folder.resolve("blobs/unfinished/torn");
        Files.writeString(torn, "half of");
        FileBlobs.open(folder.resolve("blobs"), clock).close();
        assertThat(torn).doesNotExist();
    }

    @Test
    void aBrokenStreamLeavesNothing() {
        InputStream broken = new InputStream() {
            private int left = 3 * FileBlobs.CHUNK_BYTES;

            @Override
            public int read() throws IOException {
                if (left-- == 0) {
                    throw new IOException("the client went away");
                }
                return 'x';
            }
        };
        assertThatThrownBy(() -> blobs.write(broken)).hasMessageContaining("went away");
        assertThat(folder.resolve("blobs/unfinished")).isEmptyDirectory();
    }
}
