package dev.virga.app.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// Packs a folder for Lambda. Equal folders make equal archives: no times, no owners, files in the
/// order of their names.
final class CodeArchive {
    /// Lambda's limit for what is in the archive.
    private static final long MAX_BYTES = 250L << 20;
    private static final int MAX_FILES = 50_000;
    /// The earliest time that an archive can hold.
    private static final FileTime NO_TIME = FileTime.fromMillis(315_619_200_000L);

    private CodeArchive() {}

    static void pack(Path folder, Path archive) throws IOException {
        Map<String, ?> options = Map.of("create", "true", "enablePosixFileAttributes", "true");
        try (FileSystem zip = FileSystems.newFileSystem(archive, options)) {
            for (Path file : files(folder)) {
                Path entry = zip.getPath("/" + folder.relativize(file));
                Files.createDirectories(entry.getParent());
                Files.copy(file, entry);
                String mode = Files.isExecutable(file) ? "rwxr-xr-x" : "rw-r--r--";
                Files.setPosixFilePermissions(entry, PosixFilePermissions.fromString(mode));
                forgetTimes(entry);
            }
            settleFolders(zip.getPath("/"));
        }
    }

    /// Folders get the time at which they were made.
    private static void settleFolders(Path root) throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) throws IOException {
                if (!dir.equals(root)) {
                    forgetTimes(dir);
                    Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxr-xr-x"));
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /// All three: the archive would keep the moment at which it was packed.
    private static void forgetTimes(Path entry) throws IOException {
        Files.getFileAttributeView(entry, BasicFileAttributeView.class).setTimes(NO_TIME, NO_TIME, NO_TIME);
    }

    private static List<Path> files(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            private long bytes;

            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
                return dir.endsWith(".git") ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (Files.isRegularFile(file)) {
                    files.add(file);
                    bytes += Files.size(file);
                }
                if (bytes > MAX_BYTES || files.size() > MAX_FILES) {
                    throw new IOException(folder + " is larger than " + (MAX_BYTES >> 20) + " MB or " + MAX_FILES
                            + " files, more than Lambda takes");
                }
                return FileVisitResult.CONTINUE;
            }
        });
        files.sort(null);
        return files;
    }

    static String sha256(Path file) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
