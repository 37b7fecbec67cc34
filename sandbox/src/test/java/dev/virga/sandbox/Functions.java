package dev.virga.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// A sandbox for tests, and functions made of a few lines of source.
final class Functions implements AutoCloseable {
    static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:test";

    final Path folder;
    final Sandbox sandbox;
    final List<String> log = new CopyOnWriteArrayList<>();

    Functions(SandboxOptions.Isolation isolation) throws IOException {
        this(isolation, channel -> {}, false);
    }

    Functions(SandboxOptions.Isolation isolation, Consumer<SocketChannel> endpoint, boolean limitCpu)
            throws IOException {
        folder = openFolder(Files.createTempDirectory("virga-sandbox"));
        Path runtimes = Files.createDirectories(folder.resolve("runtimes"));
        InstantSource clock = InstantSource.system();
        sandbox = Sandbox.open(new SandboxOptions(
                folder.resolve("work"),
                runtimes,
                endpoint,
                "http://127.0.0.1:4566",
                clock,
                clock,
                isolation,
                limitCpu));
    }

    Function node(String source) {
        return new Function(SandboxSpec.Language.NODE, "index.handler").file("index.js", source);
    }

    Function python(String source) {
        return new Function(SandboxSpec.Language.PYTHON, "app.handler").file("app.py", source);
    }

    Function provided(String script) {
        return new Function(SandboxSpec.Language.PROVIDED, "x").file("bootstrap", script);
    }

    static Path openFolder(Path folder) throws IOException {
        return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    final class Function {
        final Path code;
        SandboxSpec.Language language;
        String handler;
        List<Path> layers = new ArrayList<>();
        Map<String, String> environment = new LinkedHashMap<>(Map.of("AWS_LAMBDA_FUNCTION_NAME", "test"));
        int memory = 256;
        int tmp = 512;
        Duration initTimeout = Duration.ofSeconds(10);
        SandboxSpec.Network network = SandboxSpec.Network.ISOLATED;

        Function(SandboxSpec.Language language, String handler) {
            this.language = language;
            this.handler = handler;
            try {
                code = openFolder(Files.createTempDirectory(folder, "code"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        Function file(String name, String text) {
            try {
                Path file = code.resolve(name);
                Files.createDirectories(file.getParent());
                Files.writeString(file, text);
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
                return this;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        Function memory(int megabytes) {
            memory = megabytes;
            return this;
        }

        Function handler(String name) {
            handler = name;
            return this;
        }

        Instance start() throws IOException {
            return sandbox.start(
                    new SandboxSpec(
                            "test", language, code, layers, handler, environment, memory, tmp, initTimeout, network),
                    log::add);
        }

        /// Starts it, invokes it once and ends it.
        Instance.Outcome run(String event) throws IOException {
            try (Instance instance = start()) {
                return invoke(instance, event);
            }
        }
    }

    static Instance.Outcome invoke(Instance instance, String event) {
        return invoke(instance, event.getBytes(StandardCharsets.UTF_8), Duration.ofSeconds(20));
    }

    static Instance.Outcome invoke(Instance instance, byte[] event, Duration timeout) {
        return instance.invoke(new Instance.Invocation(
                UUID.randomUUID().toString(),
                event,
                Instant.now().plus(timeout),
                ARN,
                "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Sampled=0",
                null));
    }

    /// What the function answered, or what went wrong, as text to compare.
    static String text(Instance.Outcome outcome) {
        return switch (outcome) {
            case Instance.Response response -> utf8(response.payload());
            case Instance.FunctionError error -> "error " + error.errorType() + " " + utf8(error.payload());
            case Instance.InitFailed failed -> "init " + failed.errorType() + " " + utf8(failed.payload());
            case Instance.TimedOut timedOut -> "timed out";
            case Instance.Exited exited ->
                "exited " + exited.exitCode() + (exited.outOfMemory() ? " out of memory" : "");
        };
    }

    private static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        sandbox.close();
        delete(folder);
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }
}
