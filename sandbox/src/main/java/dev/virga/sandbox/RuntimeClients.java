package dev.virga.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/// The programs between a language's interpreter and a handler. They travel with this module and
/// are unpacked at start; the one for Java is put into a jar from its classes.
final class RuntimeClients {
    private static final List<String> SCRIPTS = List.of(
            "node/bootstrap.js",
            "node/console.js",
            "node/handler.js",
            "node/modules.js",
            "node/streaming.js",
            "python/bootstrap.py");
    private static final String JAVA_CLIENT = "java/runtime.jar";
    private static final List<String> JAVA_CLASSES = List.of(
            "ApiConnection",
            "ApiConnection$Event",
            "Binding",
            "Bootstrap",
            "Handler",
            "Handler$Fault",
            "InvocationContext",
            "Json");

    // The same bytes for the same build, whenever and wherever it is unpacked.
    private static final long JAR_TIME_MILLIS = 1_000_000_000_000L;

    private RuntimeClients() {}

    /// @param folder readable for all afterwards
    static void unpack(Path folder) throws IOException {
        for (String name : List.of("", "node", "python", "java")) {
            Path made = Files.createDirectories(folder.resolve(name));
            Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        for (String script : SCRIPTS) {
            place(folder, script, resource("/runtimes/" + script));
        }
        Path jar = Files.createTempFile(folder, "unpack", "");
        try (OutputStream out = Files.newOutputStream(jar)) {
            writeJar(out);
        }
        finish(folder, jar, JAVA_CLIENT);
    }

    private static void place(Path folder, String name, byte[] content) throws IOException {
        Path fresh = Files.createTempFile(folder, "unpack", "");
        Files.write(fresh, content);
        finish(folder, fresh, name);
    }

    /// In one step, as functions of another server may be starting from the same folder.
    private static void finish(Path folder, Path fresh, String name) throws IOException {
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-r--r--"));
        Files.move(fresh, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private static void writeJar(OutputStream out) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (String name : JAVA_CLASSES) {
                byte[] content = resource("/dev/virga/runtime/" + name + ".class");
                ZipEntry entry = new ZipEntry("dev/virga/runtime/" + name + ".class");
                CRC32 crc = new CRC32();
                crc.update(content);
                // Not compressed: it is read at every start.
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(content.length);
                entry.setCrc(crc.getValue());
                entry.setTime(JAR_TIME_MILLIS);
                zip.putNextEntry(entry);
                zip.write(content);
                zip.closeEntry();
            }
        }
    }

    private static byte[] resource(String name) throws IOException {
        try (@Nullable InputStream in = RuntimeClients.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("this build carries no " + name);
            }
            return in.readAllBytes();
        }
    }
}
