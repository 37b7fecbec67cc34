package dev.virga.sandbox;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Builds one sandbox and starts the function in it, on a thread of its own that ends afterwards:
/// it moves itself into new namespaces, gives up all rights and starts the program, which inherits
/// all of that. It never comes back.
///
///     join cgroup → copy code mounts → new net, ipc, uts, pid namespaces → listen inside
///       → the language's root → own mounts → init (pid 1: mounts /proc, then holds the
///       namespace together until the server ends) → drop rights → start the function
final class SlotThread {
    static final int MOUNT_NAMESPACE = 0x20000;
    static final int SHARED_FILE_SYSTEM_STATE = 0x200;
    static final String HOST_NAME = "sandbox";
    static final int RUNTIME_API_PORT = 9001;
    static final int ENDPOINT_PORT = 4566;

    private static final int UTS_NAMESPACE = 0x4000000;
    private static final int IPC_NAMESPACE = 0x8000000;
    private static final int PID_NAMESPACE = 0x20000000;
    private static final int NET_NAMESPACE = 0x40000000;
    private static final int START_SECONDS = 30;
    private static final int MAX_OPEN_FILES = 1024;
    private static final int LIMIT_CORE_SIZE = 4;
    private static final int LIMIT_OPEN_FILES = 7;
    private static final int MAX_OVERLAY_OPTIONS = 4000;

    private final Request request;
    private final InitProgram init;

    /// @param command what to start, with paths inside the sandbox
    /// @param tmpMegabytes size of /tmp
    /// @param ownNetwork in a network namespace of its own, with two listeners
    /// @param output where stdout and stderr go; closed by the caller
    record Request(
            RootFolder root,
            Cgroups.@Nullable Cgroup cgroup,
            Path code,
            List<Path> layers,
            int tmpMegabytes,
            boolean ownNetwork,
            boolean changeUser,
            List<String> command,
            List<String> environment,
            int output) {}

    /// @param initPid all processes end with it
    /// @param lifeline closing it ends init
    /// @param runtimeApi null in the host's network
    /// @param endpoint null in the host's network
    record Started(
            int initPid,
            int functionPid,
            int lifeline,
            @Nullable ServerSocketChannel runtimeApi,
            @Nullable ServerSocketChannel endpoint) {}

    private int lifeline = -1;
    private int initPid = -1;
    private @Nullable ServerSocketChannel runtimeApi;
    private @Nullable ServerSocketChannel endpoint;
    private final List<Integer> trees = new ArrayList<>();

    private SlotThread(Request request, InitProgram init) {
        this.request = request;
        this.init = init;
    }

    /// Loads the classes that are used after the change of roots: from then on this thread cannot
    /// open the files they are in.
    static void loadClasses() {
        try {
            for (Class<?> used : List.of(
                    Started.class,
                    InitProgram.class,
                    InitProgram.Running.class,
                    Kernel.class,
                    Kernel.PipeEnds.class,
                    Mounts.class,
                    Privileges.class,
                    Seccomp.class,
                    Spawn.class,
                    Syscall.class,
                    SyscallException.class,
                    Loopback.class)) {
                MethodHandles.lookup().ensureInitialized(used);
            }
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    static Started start(Request request, InitProgram init) throws IOException {
        CompletableFuture<Started> started = new CompletableFuture<>();
        SlotThread slot = new SlotThread(request, init);
        Thread.ofPlatform().daemon().name("sandbox-slot").start(() -> {
            try {
                started.complete(slot.run());
            } catch (Throwable e) {
                slot.undo();
                started.completeExceptionally(e);
            } finally {
                slot.trees.forEach(Kernel::close);
            }
        });
        return await(started);
    }

    static <T> T await(CompletableFuture<T> future) throws IOException {
        try {
            return future.get(START_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            @Nullable Throwable cause = e.getCause();
            throw new IOException("cannot build the sandbox: " + (cause == null ? e : cause).getMessage(), cause);
        } catch (TimeoutException e) {
            throw new IOException("the sandbox was not built in " + START_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while building a sandbox", e);
        }
    }

    private Started run() throws IOException {
        if (request.cgroup() != null) {
            request.cgroup().joinThread();
        }
        if (!request.changeUser()) {
            // A user namespace may not copy mounts of a mount namespace that is not its own.
            Kernel.call("unshare", Syscall.UNSHARE, SHARED_FILE_SYSTEM_STATE | MOUNT_NAMESPACE);
        }
        int attributes = Mounts.READ_ONLY | Mounts.NO_SUID | Mounts.NO_DEVICES;
        trees.add(Mounts.copy(request.code().toString(), attributes));
        int opt = layers(attributes);
        int namespaces = SHARED_FILE_SYSTEM_STATE | UTS_NAMESPACE | IPC_NAMESPACE | PID_NAMESPACE;
        Kernel.call("unshare", Syscall.UNSHARE, request.ownNetwork() ? namespaces | NET_NAMESPACE : namespaces);
        if (request.ownNetwork()) {
            loopbackUp();
            runtimeApi = Loopback.listen(RUNTIME_API_PORT);
            endpoint = Loopback.listen(ENDPOINT_PORT);
        }
        Kernel.call("enter the root", Syscall.SETNS, request.root().mountNamespace, MOUNT_NAMESPACE);
        Kernel.call("unshare mounts", Syscall.UNSHARE, MOUNT_NAMESPACE);
        InitProgram.Running running = init.start();
        initPid = running.pid();
        lifeline = running.lifeline();
        setHostName();
        Mounts.tmpfs("/tmp", "mode=1777,size=" + request.tmpMegabytes() + "m");
        Mounts.place(trees.getFirst(), "/var/task");
        if (opt >= 0) {
            Mounts.place(opt, "/opt");
        }
        running.awaitProc();
        Mounts.remove(RootFolder.HOST_PROC);
        Privileges.drop(request.changeUser());
        changeFolder("/var/task");
        int function = Spawn.program(request.command(), request.environment(), -1, request.output(), request.output());
        limit(function, LIMIT_OPEN_FILES, MAX_OPEN_FILES);
        limit(function, LIMIT_CORE_SIZE, 0);
        return new Started(initPid, function, lifeline, runtimeApi, endpoint);
    }

    private int layers(int attributes) throws IOException {
        if (request.layers().isEmpty()) {
            return -1;
        }
        int tree;
        if (request.layers().size() == 1) {
            tree = Mounts.copy(request.layers().getFirst().toString(), attributes);
        } else {
            tree = merged(attributes);
        }
        trees.add(tree);
        return tree;
    }

    /// The overlay is mounted in a mount namespace of this thread alone, copied, and left behind.
    private int merged(int attributes) throws IOException {
        StringBuilder options = new StringBuilder("lowerdir=");
        for (Path layer : request.layers().reversed()) {
            options.append(options.length() > 9 ? ":" : "")
                    .append(layer.toString()
                            .replace("\\", "\\\\")
                            .replace(":", "\\:")
                            .replace(",", "\\,"));
        }
        if (options.length() > MAX_OVERLAY_OPTIONS) {
            throw new IOException("the paths of the layers are too long to be merged");
        }
        Kernel.call("unshare", Syscall.UNSHARE, SHARED_FILE_SYSTEM_STATE | MOUNT_NAMESPACE);
        Mounts.makeAllPrivate();
        String target = request.layers().getFirst().toString();
        Mounts.overlay(target, options.toString());
        return Mounts.copy(target, attributes);
    }

    private static void loopbackUp() throws SyscallException {
        int internet = 2;
        int datagram = 2;
        int setInterfaceFlags = 0x8914;
        short upAndRunning = 0x41;
        int socket = (int) Kernel.call("socket", Syscall.SOCKET, internet, datagram | Kernel.O_CLOEXEC, 0);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment interfaceRequest = arena.allocate(40, 8);
            interfaceRequest.setString(0, "lo");
            interfaceRequest.set(ValueLayout.JAVA_SHORT, 16, upAndRunning);
            Kernel.call("bring up lo", Syscall.IOCTL, socket, setInterfaceFlags, interfaceRequest.address());
        } finally {
            Kernel.close(socket);
        }
    }

    private static void setHostName() throws SyscallException {
        try (Arena arena = Arena.ofConfined()) {
            Kernel.call(
                    "set the host name",
                    Syscall.SETHOSTNAME,
                    arena.allocateFrom(HOST_NAME).address(),
                    HOST_NAME.length());
        }
    }

    private static void changeFolder(String folder) throws SyscallException {
        try (Arena arena = Arena.ofConfined()) {
            Kernel.call(
                    "enter " + folder, Syscall.CHDIR, arena.allocateFrom(folder).address());
        }
    }

    private static void limit(int pid, int resource, long value) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment both = arena.allocate(16, 8);
            both.setAtIndex(ValueLayout.JAVA_LONG, 0, value);
            both.setAtIndex(ValueLayout.JAVA_LONG, 1, value);
            Kernel.tryCall(Syscall.PRLIMIT64, pid, resource, both.address(), 0);
        }
    }

    private void undo() {
        if (initPid > 0) {
            Kernel.kill(initPid);
            Kernel.reap(initPid);
        }
        Kernel.close(lifeline);
        Loopback.close(runtimeApi);
        Loopback.close(endpoint);
    }
}
