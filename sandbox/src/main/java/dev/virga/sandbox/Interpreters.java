package dev.virga.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Finds the programs that run functions: `node` and `python3` on the server's PATH, and the JDK
/// that runs the server.
final class Interpreters {
    private static final int ANSWER_SECONDS = 20;
    private static final int MAX_ANSWER_BYTES = 8192;

    private final Map<SandboxSpec.Language, Interpreter> found = new ConcurrentHashMap<>();

    /// @param program what to execute
    /// @param folder that holds all of it, and has to be visible in the sandbox
    record Interpreter(Path program, Path folder) {}

    /// @return null for [SandboxSpec.Language#PROVIDED], which brings its own program
    @Nullable
    Interpreter find(SandboxSpec.Language language) throws IOException {
        @Nullable Interpreter known = found.get(language);
        if (known != null || language == SandboxSpec.Language.PROVIDED) {
            return known;
        }
        Interpreter interpreter =
                switch (language) {
                    case NODE -> onPath("node", "-p", "process.execPath");
                    case PYTHON -> onPath("python3", "-c", "import os,sys;print(os.path.realpath(sys.executable))");
                    case JAVA -> in(Path.of(System.getProperty("java.home"), "bin", "java"));
                    case PROVIDED -> throw new IllegalStateException("has no interpreter");
                };
        found.put(language, interpreter);
        return interpreter;
    }

    /// Version managers put a script where the program is expected; asking it tells the real one.
    private static Interpreter onPath(String name, String... question) throws IOException {
        for (String folder :
                System.getenv().getOrDefault("PATH", "/usr/bin:/bin").split(":", -1)) {
            Path program = Path.of(folder.isEmpty() ? "." : folder, name);
            if (Files.isExecutable(program) && Files.isRegularFile(program)) {
                Path real = program.toRealPath();
                return in(isBinary(real) ? real : Path.of(ask(program, question)));
            }
        }
        throw new IOException("'" + name + "' is not on the PATH of the server: install it, or add its folder to PATH");
    }

    private static Interpreter in(Path program) throws IOException {
        Path real = program.toRealPath();
        @Nullable Path bin = real.getParent();
        @Nullable Path folder = bin == null ? null : bin.getParent();
        if (folder == null) {
            throw new IOException(real + " is in no folder of its own, which would have to be shown to functions");
        }
        return new Interpreter(real, folder);
    }

    private static boolean isBinary(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(4), new byte[] {0x7f, 'E', 'L', 'F'})
                    || !System.getProperty("os.name", "").equals("Linux");
        }
    }

    private static String ask(Path program, String... question) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(program.toString());
        command.addAll(List.of(question));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            process.getOutputStream().close();
            String answer = new String(process.getInputStream().readNBytes(MAX_ANSWER_BYTES), StandardCharsets.UTF_8);
            if (!process.waitFor(ANSWER_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0 || answer.isBlank()) {
                throw new IOException(program + " does not tell where it is installed");
            }
            return answer.strip();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while asking " + program, e);
        } finally {
            process.destroyForcibly();
        }
    }
}
