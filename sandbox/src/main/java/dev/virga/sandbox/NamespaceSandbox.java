package dev.virga.sandbox;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Functions in namespaces of their own. Needs root, or all capabilities in a user namespace; see
/// the README of this package.
final class NamespaceSandbox implements Sandbox {
    private static final long MEGABYTE = 1024 * 1024;
    private static final int MAX_ENDPOINT_CONNECTIONS = 256;

    private final SandboxOptions options;
    private final Poller poller;
    private final MemoryWatch memoryWatch = new MemoryWatch();
    private final @Nullable Cgroups cgroups;
    private final boolean changeUser;
    private final InitProgram init;
    private final Interpreters interpreters = new Interpreters();
    private final Path clients;
    private final Path mountPoint;
    private final Map<RootKey, RootFolder> roots = new ConcurrentHashMap<>();
    private final ReentrantLock buildingRoots = new ReentrantLock();
    private final Set<RuntimeInstance> instances = ConcurrentHashMap.newKeySet();
    private final SlotPool<RootKey> pool = new SlotPool<>();
    private final HostMounts hostMounts;
    private final AtomicLong lastNumber = new AtomicLong();
    private volatile boolean closed;

    private record RootKey(SandboxSpec.Language language, SandboxSpec.Network network) {}

    NamespaceSandbox(SandboxOptions options) throws IOException {
        this.options = options;
        clients = options.workFolder().resolve("clients");
        mountPoint = Files.createDirectories(options.workFolder().resolve("root"));
        RuntimeClients.unpack(Files.createDirectories(clients));
        Slot.loadClasses();
        changeUser = Privileges.canChangeUser();
        init = new InitProgram(changeUser);
        hostMounts = new HostMounts();
        poller = new Poller();
        cgroups = Cgroups.open().orElse(null);
        try {
            probe();
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /// Runs a program in a sandbox once: the only reliable way to know that the host allows it. It
    /// also loads what a slot thread needs before its file system is another one.
    private void probe() throws IOException {
        Path empty = Files.createDirectories(options.workFolder().resolve("empty"));
        SandboxSpec spec = new SandboxSpec(
                "probe",
                SandboxSpec.Language.PROVIDED,
                empty,
                List.of(),
                "",
                Map.of(),
                128,
                1,
                Duration.ofSeconds(5),
                SandboxSpec.Network.ISOLATED);
        try (Instance instance = launch(spec, List.of("/bin/sh", "-c", "exit 7"), line -> {})) {
            RuntimeInstance probe = (RuntimeInstance) instance;
            probe.awaitStart(spec.initTimeout());
            if (probe.exitCode() != 7) {
                throw new IOException("a program in a sandbox ended with status " + probe.exitCode());
            }
        }
    }

    @Override
    public Instance start(SandboxSpec spec, LogSink log) throws IOException {
        requireReadable(spec.code());
        for (Path layer : spec.layers()) {
            requireReadable(layer);
        }
        Interpreters.@Nullable Interpreter interpreter = interpreters.find(spec.language());
        String program;
        if (interpreter == null) {
            try {
                program = RuntimeCommand.bootstrap(spec, RuntimeCommand.Folders.INSIDE);
            } catch (RuntimeCommand.EntrypointException e) {
                return FailedInstance.invalidEntrypoint(e);
            }
        } else {
            program = RootFolder.programInside(interpreter);
        }
        RuntimeInstance instance = launch(spec, List.of(program), log);
        instance.awaitStart(spec.initTimeout());
        return instance;
    }

    /// Functions run as another user, who would only say that there is no such module.
    private void requireReadable(Path folder) throws IOException {
        if (changeUser
                && !Files.getPosixFilePermissions(folder)
                        .containsAll(Set.of(PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_EXECUTE))) {
            throw new IOException("functions cannot read " + folder + ": make it readable for all (chmod a+rX)");
        }
    }

    /// @param program for [RuntimeCommand], or a whole command
    private RuntimeInstance launch(SandboxSpec spec, List<String> program, LogSink log) throws IOException {
        if (closed) {
            throw new IOException("the sandbox is closed");
        }
        long startedAt = System.nanoTime();
        boolean ownNetwork = spec.network() == SandboxSpec.Network.ISOLATED;
        @Nullable ServerSocketChannel hostListener = ownNetwork ? null : Loopback.listen(0);
        int port = hostListener == null ? Slot.RUNTIME_API_PORT : Loopback.port(hostListener);
        RuntimeCommand command =
                RuntimeCommand.of(spec, RuntimeCommand.Folders.INSIDE, program.getFirst(), "127.0.0.1:" + port);
        List<String> words = command.command().isEmpty() ? program : command.command();
        Cgroups.@Nullable Cgroup cgroup = cgroups == null ? null : cgroup(spec);
        Kernel.PipeEnds output = Kernel.pipe(0);
        boolean started = false;
        try {
            Kernel.makeNonBlocking(output.readEnd());
            if (changeUser) {
                // Opening /dev/stdout opens the pipe again, with the function's own rights.
                Kernel.call("fchown", Syscall.FCHOWN, output.writeEnd(), Privileges.FUNCTION_USER, -1);
            }
            Slot.Started slot = startInSlot(spec, cgroup, words, command.environmentLines(), output.writeEnd());
            started = true;
            SlotProcesses processes = new SlotProcesses(
                    slot,
                    new Child(poller, slot.initPid()),
                    new Child(poller, slot.functionPid()),
                    cgroup,
                    memoryWatch,
                    options.limitCpu() ? spec.memoryMegabytes() : 0,
                    spec.memoryMegabytes() * MEGABYTE);
            if (slot.endpoint() != null) {
                serveEndpoint(slot.endpoint());
            }
            return instance(
                    processes, Optional.ofNullable(slot.runtimeApi()).orElse(hostListener), output, log, startedAt);
        } finally {
            Kernel.close(output.writeEnd());
            if (!started) {
                Kernel.close(output.readEnd());
                Loopback.close(hostListener);
                if (cgroup != null) {
                    cgroup.remove();
                }
            }
        }
    }

    private RuntimeInstance instance(
            SlotProcesses processes,
            @Nullable ServerSocketChannel listener,
            Kernel.PipeEnds output,
            LogSink log,
            long startedAt)
            throws IOException {
        if (listener == null) {
            throw new IllegalStateException("no listener");
        }
        RuntimeInstance instance = new RuntimeInstance(
                processes,
                new RuntimeApi(listener),
                new LogPipe(poller, output.readEnd(), log),
                options.clock(),
                options.hostClock(),
                startedAt,
                instances);
        instances.add(instance);
        instance.watchEnd();
        if (closed) {
            instance.close();
        }
        return instance;
    }

    private Slot.Started startInSlot(
            SandboxSpec spec,
            Cgroups.@Nullable Cgroup cgroup,
            List<String> command,
            List<String> environment,
            int output)
            throws IOException {
        RootKey key = new RootKey(spec.language(), spec.network());
        RootFolder root = root(spec, key);
        Supplier<Slot> prepare =
                () -> Slot.prepare(root, key.network() == SandboxSpec.Network.ISOLATED, changeUser, init);
        int code = -1;
        int layers = -1;
        Slot slot = pool.take(key, prepare);
        try {
            code = hostMounts.copy(spec.code().toAbsolutePath());
            layers = hostMounts.merged(spec.layers());
            int thread = slot.awaitThreadId();
            if (cgroup != null) {
                cgroup.joinThread(thread);
            }
            return slot.start(new Slot.Request(code, layers, spec.tmpMegabytes(), command, environment, output));
        } finally {
            slot.discard();
            Kernel.close(code);
            Kernel.close(layers);
            pool.refill(key, prepare);
        }
    }

    private Cgroups.Cgroup cgroup(SandboxSpec spec) throws IOException {
        String name = spec.functionName().replaceAll("[^A-Za-z0-9_-]", "_");
        long bytes = (spec.memoryMegabytes() + (long) spec.tmpMegabytes()) * MEGABYTE;
        if (cgroups == null) {
            throw new IllegalStateException("no cgroups");
        }
        return cgroups.create(
                lastNumber.incrementAndGet() + "-" + name.substring(0, Math.min(name.length(), 64)), bytes);
    }

    private RootFolder root(SandboxSpec spec, RootKey key) throws IOException {
        @Nullable RootFolder root = roots.get(key);
        if (root != null) {
            return root;
        }
        buildingRoots.lock();
        try {
            root = roots.get(key);
            if (root == null) {
                root = RootFolder.build(
                        mountPoint.toRealPath(),
                        clients.toRealPath(),
                        options.runtimesFolder(),
                        interpreters.find(spec.language()),
                        spec.network() == SandboxSpec.Network.HOST);
                roots.put(key, root);
            }
            return root;
        } finally {
            buildingRoots.unlock();
        }
    }

    private void serveEndpoint(ServerSocketChannel listener) {
        Thread.ofVirtual().name("sandbox-endpoint").start(() -> {
            Semaphore free = new Semaphore(MAX_ENDPOINT_CONNECTIONS);
            try {
                while (true) {
                    SocketChannel connection = listener.accept();
                    free.acquireUninterruptibly();
                    Thread.ofVirtual()
                            .name("sandbox-endpoint-connection")
                            .start(() -> serveConnection(connection, free));
                }
            } catch (IOException closing) {
                // The instance ends.
            }
        });
    }

    private void serveConnection(SocketChannel connection, Semaphore free) {
        try {
            options.endpoint().accept(connection);
        } finally {
            free.release();
        }
    }

    @Override
    public String endpoint(SandboxSpec.Network network) {
        return network == SandboxSpec.Network.ISOLATED
                ? "http://127.0.0.1:" + Slot.ENDPOINT_PORT
                : options.hostEndpoint();
    }

    @Override
    public String isolation() {
        String limits = cgroups == null
                ? "no cgroups (memory is watched every " + MemoryWatch.INTERVAL_MILLIS + " ms, CPU is not limited)"
                : cgroups.description();
        return "namespaces, " + limits + ", seccomp, no capabilities, "
                + (changeUser ? "user " + Privileges.FUNCTION_USER : "user namespace");
    }

    @Override
    public void close() {
        closed = true;
        pool.close();
        instances.forEach(RuntimeInstance::close);
        instances.forEach(RuntimeInstance::awaitGone);
        roots.values().forEach(RootFolder::close);
        if (cgroups != null) {
            cgroups.close();
        }
        memoryWatch.close();
        hostMounts.close();
        poller.close();
    }
}
