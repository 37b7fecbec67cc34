package dev.virga.app.deploy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Runs the host's build tools, each with a time limit, and tells what they said when they fail.
final class Tools {
    private static final Duration MAX_TIME = Duration.ofMinutes(15);
    private static final int SHOWN_LINES = 30;
    /// Of what a tool wrote, only the end is read.
    private static final int SHOWN_BYTES = 64 << 10;

    /// @param name of the function, for the message
    /// @throws DeployFailed when the tool is missing, fails or takes too long
    void run(String name, Path folder, List<String> command, Map<String, String> environment)
            throws IOException, DeployFailed {
        Path log = Files.createTempFile(folder.toAbsolutePath().getParent(), "tool", ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(log.toFile());
        // Tools run code of others: packages' install scripts.
        builder.environment().keySet().removeIf(variable -> variable.startsWith("VIRGA_ROOT_KEY"));
        builder.environment().putAll(environment);
        ownHome(builder.environment());
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new DeployFailed(name + " needs " + command.getFirst() + " to be built: " + e.getMessage(), e);
        }
        boolean ended = false;
        try {
            ended = process.waitFor(MAX_TIME.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (!ended) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        }
        if (!ended || process.exitValue() != 0) {
            String why = ended ? "failed" : "did not end within " + MAX_TIME.toMinutes() + " minutes";
            throw new DeployFailed(name + ": " + String.join(" ", command.subList(0, 2)) + " " + why + "\n" + end(log));
        }
    }

    /// In a user namespace the server is user 0, whose home by name is another's. Tools in Java go
    /// by that name and not by HOME; Maven keeps its repository there.
    private static void ownHome(Map<String, String> environment) {
        String home = environment.get("HOME");
        if (home != null) {
            environment.merge("MAVEN_OPTS", "-Duser.home=" + home, (given, own) -> own + " " + given);
        }
    }

    private static String end(Path log) throws IOException {
        long size = Files.size(log);
        String text;
        try (var in = Files.newInputStream(log)) {
            in.skipNBytes(Math.max(0, size - SHOWN_BYTES));
            text = new String(in.readNBytes(SHOWN_BYTES), StandardCharsets.UTF_8);
        }
        List<String> lines = new ArrayList<>(text.lines().toList());
        return String.join("\n", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
    }
}
