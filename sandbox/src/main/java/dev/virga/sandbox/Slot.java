package dev.virga.sandbox;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A sandbox in the making. A thread of its own moves itself into new namespaces, ahead of time,
/// and waits there for a function; then it adds the function's mounts, gives up all rights, starts
/// the program, which inherits all of that, and ends. It never comes back.
///
///     ahead:  new net, ipc, uts, pid namespaces → listen inside → the language's root → init
///             (pid 1: mounts /proc, then holds the namespace together until the server ends)
///     start:  /var/task, /opt, /tmp → drop rights → the program
final class Slot {
    static final int MOUNT_NAMESPACE = 0x20000;
    static final int SHARED_FILE_SYSTEM_STATE = 0x200;
    static final String HOST_NAME = "sandbox";
    static final int RUNTIME_API_PORT = 9001;
    static final int ENDPOINT_PORT = 4566;

    private static final int UTS_NAMESPACE = 0x4000000;
    private static final int IPC_NAMESPACE = 0x8000000;
    private static final int PID_NAMESPACE = 0x20000000;
    private static final int NET_NAMESPACE = 0x40000000;
    private static final int STEP_SECONDS = 30;
    private static final int MAX_OPEN_FILES = 1024;
    private static final int LIMIT_CORE_SIZE = 4;
    private static final int LIMIT_OPEN_FILES = 7;

    private final RootFolder root;
    private final boolean ownNetwork;
    private final boolean changeUser;
    private final InitProgram init;
    private final CompletableFuture<Integer> prepared = new CompletableFuture<>();
    private final CompletableFuture<Optional<Request>> order = new CompletableFuture<>();
    private final CompletableFuture<Started> started = new CompletableFuture<>();
    private int lifeline = -1;
    private int initPid = -1;
    private @Nullable ServerSocketChannel runtimeApi;
    private @Nullable ServerSocketChannel endpoint;

    /// @param codeTree from [HostMounts]
    /// @param layersTree -1 for none
    /// @param tmpMegabytes size of /tmp
    /// @param command what to start, with paths inside the sandbox
    /// @param output where stdout and stderr go; closed by the caller
    record Request(
            int codeTree,
            int layersTree,
            int tmpMegabytes,
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

    private Slot(RootFolder root, boolean ownNetwork, boolean changeUser, InitProgram init) {
        this.root = root;
        this.ownNetwork = ownNetwork;
        this.changeUser = changeUser;
        this.init = init;
    }

    /// Loads the classes that are used after the change of roots: from then on the thread cannot
    /// open the files they are in.
    static void loadClasses() {
        try {
            for (Class<?> used : List.of(
                    Request.class,
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

    /// Begins to prepare a slot.
    ///
    /// @param ownNetwork in a network namespace of its own, with two listeners
    static Slot prepare(RootFolder root, boolean ownNetwork, boolean changeUser, InitProgram init) {
        Slot slot = new Slot(root, ownNetwork, changeUser, init);
        Thread.ofPlatform().daemon().name("sandbox-slot").start(slot::run);
        return slot;
    }

    /// Waits until the slot is prepared.
    ///
    /// @return the id of its thread, to be put into the cgroup of the function
    int awaitThreadId() throws IOException {
        return await(prepared);
    }

    /// Starts a function in it; once.
    Started start(Request request) throws IOException {
        order.complete(Optional.of(request));
        return await(started);
    }

    /// Gives it up unused.
    void discard() {
        order.complete(Optional.empty());
    }

    static <T> T await(CompletableFuture<T> future) throws IOException {
        try {
            return future.get(STEP_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            @Nullable Throwable cause = e.getCause();
            throw new IOException("cannot build the sandbox: " + (cause == null ? e : cause).getMessage(), cause);
        } catch (TimeoutException e) {
            throw new IOException("the sandbox was not built in " + STEP_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while building a sandbox", e);
        }
    }

    private void run() {
        try {
            prepare();
            prepared.complete((int) Kernel.call("gettid", Syscall.GETTID));
            Optional<Request> request = order.get();
            if (request.isPresent()) {
                started.complete(start0(request.get()));
            } else {
                undo();
            }
        } catch (Throwable e) {
            undo();
            prepared.completeExceptionally(e);
            started.completeExceptionally(e);
        }
    }

    private void prepare() throws IOException {
        int namespaces = SHARED_FILE_SYSTEM_STATE | UTS_NAMESPACE | IPC_NAMESPACE | PID_NAMESPACE;
        Kernel.call("unshare", Syscall.UNSHARE, ownNetwork ? namespaces | NET_NAMESPACE : namespaces);
        if (ownNetwork) {
            loopbackUp();
            runtimeApi = Loopback.listen(RUNTIME_API_PORT);
            endpoint = Loopback.listen(ENDPOINT_PORT);
        }
        Kernel.call("enter the root", Syscall.SETNS, root.mountNamespace, MOUNT_NAMESPACE);
        Kernel.call("unshare mounts", Syscall.UNSHARE, MOUNT_NAMESPACE);
        InitProgram.Running running = init.start();
        initPid = running.pid();
        lifeline = running.lifeline();
        setHostName();
        running.awaitProc();
        Mounts.remove(RootFolder.HOST_PROC);
    }

    private Started start0(Request request) throws IOException {
        Mounts.tmpfs("/tmp", "mode=1777,size=" + request.tmpMegabytes() + "m");
        Mounts.place(request.codeTree(), "/var/task");
        if (request.layersTree() >= 0) {
            Mounts.place(request.layersTree(), "/opt");
        }
        Privileges.drop(changeUser);
        changeFolder("/var/task");
        int function = Spawn.program(request.command(), request.environment(), -1, request.output(), request.output());
        limit(function, LIMIT_OPEN_FILES, MAX_OPEN_FILES);
        limit(function, LIMIT_CORE_SIZE, 0);
        return new Started(initPid, function, lifeline, runtimeApi, endpoint);
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

    /// By the slot's own thread, which may wait for the end of its init.
    private void undo() {
        Kernel.close(lifeline);
        if (initPid > 0) {
            Kernel.kill(initPid);
            Kernel.awaitEnd(initPid);
        }
        Loopback.close(runtimeApi);
        Loopback.close(endpoint);
    }
}
