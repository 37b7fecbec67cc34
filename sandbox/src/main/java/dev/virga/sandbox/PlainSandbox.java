package dev.virga.sandbox;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// Functions as ordinary processes with the rights of the server: no protection, only the
/// convenience of real functions where the host offers nothing better.
final class PlainSandbox implements Sandbox {
    private static final long MEGABYTE = 1024 * 1024;
    private static final Path SETPRIV = Path.of("/usr/bin/setpriv");

    private final SandboxOptions options;
    private final String reason;
    private final Path clients;
    private final Interpreters interpreters = new Interpreters();
    private final MemoryWatch memoryWatch = new MemoryWatch();
    private final Set<RuntimeInstance> instances = ConcurrentHashMap.newKeySet();

    // Processes that are to end with the server are told when the thread that started them ends.
    private final ExecutorService starter = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("sandbox-starter").factory());
    private volatile boolean closed;

    PlainSandbox(SandboxOptions options, String reason) throws IOException {
        this.options = options;
        this.reason = reason;
        clients =
                Files.createDirectories(options.workFolder().resolve("clients")).toAbsolutePath();
        RuntimeClients.unpack(clients);
    }

    @Override
    public Instance start(SandboxSpec spec, LogSink log) throws IOException {
        if (closed) {
            throw new IOException("the sandbox is closed");
        }
        RuntimeCommand.Folders folders = new RuntimeCommand.Folders(
                spec.code().toAbsolutePath().toString(),
                spec.layers().stream()
                        .map(layer -> layer.toAbsolutePath().toString())
                        .toList(),
                options.runtimesFolder().toAbsolutePath().toString(),
                clients.toString());
        Interpreters.@Nullable Interpreter interpreter = interpreters.find(spec.language());
        String program;
        try {
            program = interpreter == null
                    ? RuntimeCommand.bootstrap(spec, folders)
                    : interpreter.program().toString();
        } catch (RuntimeCommand.EntrypointException e) {
            return FailedInstance.invalidEntrypoint(e);
        }
        long startedAt = System.nanoTime();
        ServerSocketChannel listener = Loopback.listen(0);
        try {
            RuntimeCommand command = RuntimeCommand.of(spec, folders, program, "127.0.0.1:" + Loopback.port(listener));
            Process process = start(command, program, spec.code());
            PlainProcesses processes = new PlainProcesses(process, memoryWatch, spec.memoryMegabytes() * MEGABYTE);
            RuntimeInstance instance = new RuntimeInstance(
                    processes,
                    new RuntimeApi(listener),
                    new PlainLog(process.getInputStream(), log),
                    options.clock(),
                    options.hostClock(),
                    startedAt,
                    instances);
            instances.add(instance);
            instance.watchEnd();
            instance.awaitStart(spec.initTimeout());
            return instance;
        } catch (IOException | RuntimeException e) {
            Loopback.close(listener);
            throw e;
        }
    }

    private Process start(RuntimeCommand command, String program, Path code) throws IOException {
        List<String> words = new ArrayList<>();
        if (Files.isExecutable(SETPRIV)) {
            words.addAll(List.of(SETPRIV.toString(), "--pdeathsig", "KILL"));
        }
        words.addAll(command.command().isEmpty() ? List.of(program) : command.command());
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(code.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.putAll(command.environment());
        Callable<Process> start = builder::start;
        try {
            return starter.submit(start).get();
        } catch (ExecutionException e) {
            throw new IOException("cannot start " + program, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while starting " + program, e);
        }
    }

    @Override
    public String endpoint(SandboxSpec.Network network) {
        return options.hostEndpoint();
    }

    @Override
    public String isolation() {
        return "WARNING: plain processes, NO ISOLATION: functions can do all that this server can (" + reason + ")";
    }

    @Override
    public void close() {
        closed = true;
        instances.forEach(RuntimeInstance::close);
        instances.forEach(RuntimeInstance::awaitGone);
        starter.shutdown();
        memoryWatch.close();
    }
}
