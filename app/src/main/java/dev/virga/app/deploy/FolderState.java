package dev.virga.app.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/// What is in a folder of source code, without what builds leave there.
public final class FolderState {
    /// Folders that tools make and no build reads.
    static final Set<String> LEFT_OUT = Set.of(
            ".git",
            ".aws-sam",
            ".serverless",
            ".virga",
            ".idea",
            ".vscode",
            "node_modules",
            "target",
            "__pycache__",
            ".venv",
            "venv",
            ".pytest_cache",
            ".mvn-cache");

    private static final int MAX_FILES = 20_000;
    private static final long MAX_BYTES = 500L << 20;

    private FolderState() {}

    /// Regular files in the order of their names; links are not followed.
    ///
    /// @throws IOException also when there are too many
    static List<Path> files(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            private long bytes;

            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
                Path name = dir.getFileName();
                boolean skip = !dir.equals(folder) && name != null && LEFT_OUT.contains(name.toString());
                return skip ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile()) {
                    files.add(file);
                    bytes += attributes.size();
                }
                if (files.size() > MAX_FILES || bytes > MAX_BYTES) {
                    throw new IOException(folder + " holds more than " + MAX_FILES + " files or " + (MAX_BYTES >> 20)
                            + " MB: is it the right folder?");
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                // It was removed while we looked.
                return FileVisitResult.CONTINUE;
            }
        });
        files.sort(null);
        return files;
    }

    /// Changes when a file changes, appears or goes; reads no contents.
    public static String quick(Path folder) throws IOException {
        MessageDigest digest = sha256();
        for (Path file : files(folder)) {
            if (Files.exists(file)) {
                String line = folder.relativize(file) + "\0" + Files.size(file) + "\0"
                        + Files.getLastModifiedTime(file).toMillis() + "\n";
                digest.update(line.getBytes(StandardCharsets.UTF_8));
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /// Names the content: equal for equal files wherever they are.
    static String content(Path folder, String salt) throws IOException {
        MessageDigest digest = sha256();
        digest.update(salt.getBytes(StandardCharsets.UTF_8));
        byte[] buffer = new byte[64 << 10];
        for (Path file : files(folder)) {
            String head = "\0" + folder.relativize(file) + "\0" + Files.size(file) + "\0" + Files.isExecutable(file);
            digest.update(head.getBytes(StandardCharsets.UTF_8));
            try (InputStream in = Files.newInputStream(file)) {
                for (int n; (n = in.read(buffer)) > 0; ) {
                    digest.update(buffer, 0, n);
                }
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
