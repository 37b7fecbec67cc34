package dev.virga.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The programs between a language's interpreter and a handler, which travel in this jar and are
/// unpacked at start.
final class RuntimeClients {
    private static final List<String> FILES =
            List.of("node/bootstrap.js", "node/console.js", "node/handler.js", "python/bootstrap.py");
    private static final Set<PosixFilePermission> FOR_ALL = PosixFilePermissions.fromString("rwxr-xr-x");

    private RuntimeClients() {}

    static void unpack(Path folder) throws IOException {
        for (String file : FILES) {
            Path target = folder.resolve(file);
            try (@Nullable InputStream in = RuntimeClients.class.getResourceAsStream("/runtimes/" + file)) {
                if (in == null) {
                    throw new IOException("this build carries no runtime client " + file);
                }
                Files.createDirectories(target.resolveSibling("."));
                Path fresh = Files.createTempFile(folder, "unpack", "");
                Files.copy(in, fresh, StandardCopyOption.REPLACE_EXISTING);
                Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-r--r--"));
                Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
            }
            openForAll(target, folder);
        }
    }

    private static void openForAll(Path file, Path top) throws IOException {
        for (@Nullable Path p = file.getParent(); p != null && p.startsWith(top); p = p.getParent()) {
            Files.setPosixFilePermissions(p, FOR_ALL);
        }
    }
}
