package dev.virga.services.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.virga.kernel.Time;
import dev.virga.store.RocksStore;
import dev.virga.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CodeStoreTest {
    private Path folder;
    private Store store;
    private CodeStore code;

    @BeforeEach
    void open() throws IOException {
        folder = LambdaFixture.newFolder();
        store = RocksStore.open(folder.resolve("store"), Time.system());
        code = new CodeStore(store.blobs(), folder.resolve("code"));
    }

    @AfterEach
    void close() throws IOException {
        store.close();
        LambdaFixture.delete(folder);
    }

    @Test
    void aPackageKeepsItsFilesPermissionsAndLinks() throws IOException {
        byte[] zip = new ZipBuilder()
                .add("bin/", ZipBuilder.FOLDER, "")
                .add("bin/run", ZipBuilder.EXECUTABLE, "#!/bin/sh\n")
                .add("./lib//a.txt", ZipBuilder.FILE, "text")
                .add("bin/link", ZipBuilder.LINK, "../lib/a.txt")
                .build();
        FunctionVersion.Code kept = code.keep(zip, "x86_64");

        Path root = code.folder(kept.blob(), kept.length());
        assertThat(root.resolve("bin/run")).isExecutable().hasContent("#!/bin/sh\n");
        assertThat(root.resolve("bin/link")).isSymbolicLink().hasContent("text");
        assertThat(Files.getPosixFilePermissions(root.resolve("lib/a.txt")))
                .isEqualTo(PosixFilePermissions.fromString("r--r--r--"));
        assertThat(kept.length()).isEqualTo(zip.length);
        assertThat(kept.unzippedLength()).isEqualTo(10 + 4 + 12);
    }

    @Test
    void theCacheMayBeLost() throws IOException {
        FunctionVersion.Code kept = code.keep(LambdaFixture.zip(Map.of("index.js", "1")), "x86_64");
        LambdaFixture.delete(folder.resolve("code"));

        CodeStore reopened = new CodeStore(store.blobs(), folder.resolve("code"));
        assertThat(reopened.folder(kept.blob(), kept.length()).resolve("index.js"))
                .hasContent("1");
    }

    @Test
    void hostilePackagesAreRefusedAndLeaveNothingBehind() throws IOException {
        Map<String, byte[]> hostile = hostileNames();
        hostile.putAll(hostileContents());
        hostile.forEach((why, zip) -> assertThatThrownBy(() -> code.keep(zip, "x86_64"))
                .as(why)
                .isInstanceOf(dev.virga.api.lambda.InvalidParameterValueException.class)
                .hasMessageContaining(why));
        try (Stream<Path> left = Files.list(folder.resolve("code"))) {
            assertThat(left).isEmpty();
        }
        assertThat(Files.exists(folder.resolve("evil"))).isFalse();
    }

    private static Map<String, byte[]> hostileNames() {
        Map<String, byte[]> hostile = new LinkedHashMap<>();
        hostile.put("no zip file", "hello".getBytes());
        hostile.put("no zip", new byte[0]);
        hostile.put(
                "leads out",
                new ZipBuilder().add("../evil", ZipBuilder.FILE, "x").build());
        hostile.put(
                "leads out of",
                new ZipBuilder().add("a/../../evil", ZipBuilder.FILE, "x").build());
        hostile.put(
                "not a relative",
                new ZipBuilder().add("/etc/evil", ZipBuilder.FILE, "x").build());
        hostile.put(
                "not a rel",
                new ZipBuilder().add("a\\..\\evil", ZipBuilder.FILE, "x").build());
        hostile.put(
                "device", new ZipBuilder().add("disk", ZipBuilder.DEVICE, "x").build());
        hostile.put(
                "link 'l' leads",
                new ZipBuilder().add("l", ZipBuilder.LINK, "/etc/passwd").build());
        hostile.put(
                "link 'l' lea",
                new ZipBuilder().add("l", ZipBuilder.LINK, "../x").build());
        hostile.put(
                "link 'd/m' leads",
                new ZipBuilder()
                        .add("x/y/l", ZipBuilder.LINK, "../..")
                        .add("d/m", ZipBuilder.LINK, "../x/y/l/../evil")
                        .build());
        hostile.put(
                "below a file or a link",
                new ZipBuilder()
                        .add("l", ZipBuilder.LINK, "d")
                        .add("l/evil", ZipBuilder.FILE, "x")
                        .build());
        hostile.put(
                "a file and a folder",
                new ZipBuilder()
                        .add("d/file", ZipBuilder.FILE, "x")
                        .add("d", ZipBuilder.LINK, "e")
                        .build());
        hostile.put(
                "there twice",
                new ZipBuilder()
                        .add("a", ZipBuilder.FILE, "x")
                        .add("./a", ZipBuilder.FILE, "y")
                        .build());
        return hostile;
    }

    private static Map<String, byte[]> hostileContents() {
        byte[] good = new ZipBuilder().add("a", ZipBuilder.FILE, "content").build();
        Map<String, byte[]> hostile = new LinkedHashMap<>();
        hostile.put(
                "larger than it says",
                new ZipBuilder().add("a", ZipBuilder.FILE, new byte[5000], 10).build());
        hostile.put(
                "expands more",
                new ZipBuilder()
                        .add("a", ZipBuilder.FILE, new byte[20 << 20], 20 << 20)
                        .build());
        hostile.put(
                "Unzipped size must be",
                new ZipBuilder()
                        .add("a", ZipBuilder.FILE, new byte[10], 262_144_001)
                        .build());
        hostile.put(
                "nested deeper",
                new ZipBuilder()
                        .add("d/".repeat(65) + "a", ZipBuilder.FILE, "x")
                        .build());
        hostile.put(
                "longer than",
                new ZipBuilder().add("n".repeat(1025), ZipBuilder.FILE, "x").build());
        hostile.put("damaged", Arrays.copyOfRange(good, 10, good.length));
        byte[] wrong = good.clone();
        wrong[33]++;
        hostile.put("' is damaged", wrong);
        return hostile;
    }
}
