package dev.virga.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// What functions of one language see as their file system, built once; each instance copies the
/// mounts and adds its own.
///
///     /usr /bin /lib …   the host's programs and libraries, read-only
///     /etc               a handful of files of ours, and the host's certificates
///     /var/lang          the interpreter, when it is not in /usr
///     /var/runtime       the SDKs the installation provides
///     /var/virga         the runtime clients
///     /var/task /opt /tmp /proc    empty: the instance's own
///     /dev               null zero full random urandom
///
/// It lives in a mount namespace without processes, which is held by a descriptor.
final class RootFolder implements AutoCloseable {
    private static final List<String> SYSTEM_FOLDERS = List.of("usr", "bin", "sbin", "lib", "lib32", "lib64", "libx32");
    private static final List<String> DEVICES = List.of("null", "zero", "full", "random", "urandom");
    private static final List<String> HOST_SETTINGS = List.of(
            "etc/ld.so.cache",
            "etc/ld.so.conf",
            "etc/ld.so.conf.d",
            "etc/alternatives",
            "etc/ssl/certs",
            "etc/ssl/openssl.cnf",
            "etc/pki/tls/certs",
            "etc/pki/ca-trust/extracted",
            "etc/ca-certificates",
            "etc/localtime",
            "etc/mime.types",
            "etc/protocols",
            "etc/services");

    /// Taken away again in each sandbox before the function starts.
    static final String HOST_PROC = "/host-proc";

    final int mountNamespace;

    private RootFolder(int mountNamespace) {
        this.mountNamespace = mountNamespace;
    }

    /// @param mountPoint an empty folder; what is mounted there is never seen by the host
    /// @param clients the unpacked runtime clients
    /// @param sdks may be missing
    /// @param interpreter null when the function brings its own
    static RootFolder build(
            Path mountPoint,
            Path clients,
            Path sdks,
            Interpreters.@Nullable Interpreter interpreter,
            boolean hostNetwork)
            throws IOException {
        CompletableFuture<Integer> built = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("sandbox-root").start(() -> {
            int namespace = -1;
            try {
                Kernel.call("unshare", Syscall.UNSHARE, Slot.SHARED_FILE_SYSTEM_STATE | Slot.MOUNT_NAMESPACE);
                namespace = Kernel.openDirectoryEntry("/proc/thread-self/ns/mnt");
                Mounts.makeAllPrivate();
                Mounts.tmpfs(mountPoint.toString(), "mode=755,size=16m");
                systemFolders(mountPoint);
                settings(mountPoint, hostNetwork);
                devices(mountPoint);
                ownFolders(mountPoint, clients, sdks, interpreter);
                Mounts.changeRoot(mountPoint.toString());
                Mounts.makeRootReadOnly();
                built.complete(namespace);
            } catch (Throwable e) {
                Kernel.close(namespace);
                built.completeExceptionally(e);
            }
        });
        return new RootFolder(Slot.await(built));
    }

    private static void systemFolders(Path root) throws IOException {
        for (String name : SYSTEM_FOLDERS) {
            Path host = Path.of("/", name);
            if (Files.isSymbolicLink(host)) {
                Files.createSymbolicLink(root.resolve(name), Files.readSymbolicLink(host));
            } else if (Files.isDirectory(host)) {
                bind(host, root.resolve(name));
            }
        }
    }

    private static void settings(Path root, boolean hostNetwork) throws IOException {
        Path etc = Files.createDirectory(root.resolve("etc"));
        String user = "sbx_user1051:x:" + Privileges.FUNCTION_USER + ":" + Privileges.FUNCTION_USER;
        Files.writeString(
                etc.resolve("passwd"),
                "root:x:0:0:root:/tmp:/bin/sh\n" + user + "::/home/sbx_user1051:/sbin/nologin\n");
        Files.writeString(etc.resolve("group"), "root:x:0:\nsbx_user1051:x:" + Privileges.FUNCTION_USER + ":\n");
        Files.writeString(etc.resolve("nsswitch.conf"), "passwd: files\ngroup: files\nhosts: files dns\n");
        Files.writeString(etc.resolve("hosts"), "127.0.0.1 localhost " + Slot.HOST_NAME + "\n::1 localhost\n");
        Files.writeString(etc.resolve("hostname"), Slot.HOST_NAME + "\n");
        Path resolver = Path.of("/etc/resolv.conf");
        Files.writeString(
                etc.resolve("resolv.conf"),
                hostNetwork && Files.isReadable(resolver) ? Files.readString(resolver) : "");
        for (String setting : HOST_SETTINGS) {
            Path host = Path.of("/", setting);
            if (Files.exists(host)) {
                bind(host, root.resolve(setting));
            }
        }
        // Distributions keep a JDK's settings here and link to them.
        try (var java = Files.newDirectoryStream(Path.of("/etc"), "java*")) {
            for (Path folder : java) {
                bind(folder, root.resolve("etc").resolve(String.valueOf(folder.getFileName())));
            }
        }
    }

    private static void devices(Path root) throws IOException {
        Path dev = Files.createDirectory(root.resolve("dev"));
        for (String device : DEVICES) {
            Path target = Files.createFile(dev.resolve(device));
            Mounts.bind("/dev/" + device, target.toString(), Mounts.NO_SUID);
        }
        Files.createSymbolicLink(dev.resolve("fd"), Path.of("/proc/self/fd"));
        Files.createSymbolicLink(dev.resolve("stdin"), Path.of("/proc/self/fd/0"));
        Files.createSymbolicLink(dev.resolve("stdout"), Path.of("/proc/self/fd/1"));
        Files.createSymbolicLink(dev.resolve("stderr"), Path.of("/proc/self/fd/2"));
    }

    private static void ownFolders(Path root, Path clients, Path sdks, Interpreters.@Nullable Interpreter interpreter)
            throws IOException {
        for (String name : List.of("opt", "tmp", "proc", "var/task", "var/lang", "var/runtime", "var/virga")) {
            Files.createDirectories(root.resolve(name));
        }
        bind(clients, root.resolve("var/virga"));
        if (Files.isDirectory(sdks)) {
            bind(sdks, root.resolve("var/runtime"));
        }
        // The kernel lets a user namespace mount a /proc only where it sees a whole one already.
        Path hostProc = Files.createDirectory(root.resolve(HOST_PROC.substring(1)));
        Mounts.bind("/proc", hostProc.toString(), 0);
        // Modules of ES import statements are looked for in the folders above the code only.
        Files.createSymbolicLink(root.resolve("var/node_modules"), Path.of("/var/runtime/nodejs/node_modules"));
        if (interpreter != null && !inUsr(interpreter)) {
            bind(interpreter.folder(), root.resolve("var/lang"));
        }
    }

    private static void bind(Path host, Path target) throws IOException {
        if (Files.isDirectory(host)) {
            Files.createDirectories(target);
        } else if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(target.resolveSibling("."));
            Files.createFile(target);
        }
        Mounts.bind(
                host.toRealPath().toString(), target.toString(), Mounts.READ_ONLY | Mounts.NO_SUID | Mounts.NO_DEVICES);
    }

    private static boolean inUsr(Interpreters.Interpreter interpreter) {
        return interpreter.folder().startsWith("/usr");
    }

    /// Where the interpreter's program is in the sandbox.
    static String programInside(Interpreters.Interpreter interpreter) {
        return inUsr(interpreter)
                ? interpreter.program().toString()
                : "/var/lang/" + interpreter.folder().relativize(interpreter.program());
    }

    @Override
    public void close() {
        Kernel.close(mountNamespace);
    }
}
