package dev.virga.app.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodeArchiveTest {
    @TempDir
    Path folder;

    @Test
    void equalFoldersMakeEqualArchivesAndProgramsStayExecutable() throws IOException {
        Path first = archive("first", 1_700_000_000_000L);
        Path second = archive("second", 1_600_000_000_000L);
        assertThat(CodeArchive.sha256(first)).isEqualTo(CodeArchive.sha256(second));
        try (var zip = FileSystems.newFileSystem(first, Map.of("enablePosixFileAttributes", "true"))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(zip.getPath("bootstrap"))))
                    .isEqualTo("rwxr-xr-x");
            assertThat(Files.readString(zip.getPath("lib/a/b.txt"))).isEqualTo("b");
            for (String name : List.of("bootstrap", "lib", "lib/a/b.txt")) {
                BasicFileAttributes times = Files.readAttributes(zip.getPath(name), BasicFileAttributes.class);
                assertThat(List.of(times.lastModifiedTime(), times.lastAccessTime(), times.creationTime()))
                        .as(name)
                        .containsOnly(FileTime.fromMillis(315_619_200_000L));
            }
        }
    }

    private Path archive(String name, long time) throws IOException {
        Path source = folder.resolve(name);
        Files.createDirectories(source.resolve("lib/a"));
        Files.writeString(source.resolve("lib/a/b.txt"), "b");
        Path bootstrap = Files.writeString(source.resolve("bootstrap"), "#!/bin/sh\n");
        Files.setPosixFilePermissions(bootstrap, PosixFilePermissions.fromString("rwx------"));
        Files.setLastModifiedTime(bootstrap, FileTime.fromMillis(time));
        Path archive = folder.resolve(name + ".zip");
        CodeArchive.pack(source, archive);
        return archive;
    }
}
