package dev.virga.app;

import dev.virga.kernel.crypto.Seals;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/// The folder of one installation. Its secrets are made at the first start and readable by the
/// owner only.
///
///     store/          rows and blobs
///     native/         the storage engine's library, unpacked
///     runtimes/       what functions find, prepared by the launcher
///     build/          built functions, by content
///     admin-token     opens the admin API
///     root.key        encrypts what the store holds, see RootKeyFile
///     tls/            the certificates that the server makes
///     server.pid      process id and port of the server that runs
public final class Home {
    private static final int SECRET_FILE_BYTES = 1024;
    private static final String TOKEN_KEY = "session-tokens";

    private final Path folder;
    private final SecureRandom random = new SecureRandom();

    private Home(Path folder) {
        this.folder = folder;
    }

    /// Makes the folder when it is not there.
    public static Home open(Path folder) throws IOException {
        Files.createDirectories(folder);
        if (Files.getFileAttributeView(folder, PosixFileAttributeView.class) != null) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
        return new Home(folder);
    }

    public Path folder() {
        return folder;
    }

    public Path store() {
        return folder.resolve("store");
    }

    public Path nativeLibraries() {
        return folder.resolve("native");
    }

    public Path runtimes() {
        return folder.resolve("runtimes");
    }

    /// The certificates that the server makes.
    public Path tls() {
        return folder.resolve("tls");
    }

    public Path build() {
        return folder.resolve("build");
    }

    public String adminToken() throws IOException {
        return secret("admin-token", HexFormat.of().formatHex(bytes(32)));
    }

    /// The key of session tokens. Earlier releases kept it in a file.
    byte[] tokenKey(Seals seals) throws IOException {
        Path former = folder.resolve("seal-key");
        if (!Files.exists(former)) {
            return seals.secret(TOKEN_KEY);
        }
        byte[] key = seals.secret(TOKEN_KEY, HexFormat.of().parseHex(secret("seal-key", "")));
        Files.delete(former);
        return key;
    }

    /// The launcher reads it to find the server.
    void announce(int port) throws IOException {
        replace("server.pid", ProcessHandle.current().pid() + " " + port);
    }

    void withdraw() throws IOException {
        Path file = folder.resolve("server.pid");
        String mine = ProcessHandle.current().pid() + " ";
        if (Files.exists(file) && Files.readString(file).startsWith(mine)) {
            Files.delete(file);
        }
    }

    private String secret(String name, String fresh) throws IOException {
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            replace(name, fresh);
        }
        if (Files.size(file) > SECRET_FILE_BYTES) {
            throw new IOException(file + " is damaged: it is too long");
        }
        return Files.readString(file).strip();
    }

    /// Complete or not at all, and on the disk when it returns.
    void replace(String name, String text) throws IOException {
        Path made = Files.createTempFile(folder, name, ".new");
        try (FileChannel out = FileChannel.open(made, StandardOpenOption.WRITE)) {
            ByteBuffer left = ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.US_ASCII));
            while (left.hasRemaining()) {
                out.write(left);
            }
            out.force(true);
        }
        Path file = folder.resolve(name);
        try {
            Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(made, file, StandardCopyOption.REPLACE_EXISTING);
        }
        if (posix()) {
            // The new name, too, has to be on the disk.
            try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
                directory.force(true);
            }
        }
    }

    private boolean posix() {
        return Files.getFileAttributeView(folder, PosixFileAttributeView.class) != null;
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
