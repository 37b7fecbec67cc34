package dev.virga.conformance;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;

/// Runs the checks in src/test/python with a Python that has boto3 and the AWS CLI: one script an
/// area, one test a check.
///
/// `VIRGA_TEST_PYTHON` names that Python, as `virga test` does; then its absence is an error.
/// Otherwise the first `python3` that has them is taken, and without one the tests are skipped.
record Clients(Path python) {
    private static final Path SCRIPTS =
            Path.of(System.getProperty("virga.root", ".."), "conformance", "src", "test", "python");
    private static final int LONGEST_MINUTES = 5;
    private static final String MODULES =
            "import awscli, boto3, os; print(os.path.dirname(os.path.dirname(boto3.__file__)))";

    static Clients find() throws Exception {
        String named = System.getenv("VIRGA_TEST_PYTHON");
        if (named != null) {
            Clients clients = new Clients(Path.of(named));
            Assertions.assertNotNull(clients.packages(), named + " has no boto3 or no AWS CLI");
            return clients;
        }
        List<Path> candidates = new ArrayList<>();
        String cli = System.getenv("VIRGA_AWS_CLI");
        if (cli != null) {
            candidates.add(Path.of(cli).resolveSibling("python3"));
        }
        for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
            candidates.add(Path.of(folder, "python3"));
        }
        for (Path candidate : candidates) {
            if (Files.isExecutable(candidate) && new Clients(candidate).packages() != null) {
                return new Clients(candidate);
            }
        }
        return Assumptions.abort("no python3 with boto3 and awscli: pip install boto3 awscli, or run `virga test`");
    }

    /// Where its packages are; null when it lacks one.
    private @Nullable Path packages() throws Exception {
        Process process = new ProcessBuilder(python.toString(), "-c", MODULES)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return process.waitFor() == 0 ? Path.of(answer) : null;
    }

    /// Gives functions boto3: what the launcher prepared, or else this Python's own packages.
    void prepareRuntimes(Path home) throws Exception {
        Path runtimes = home.resolve("runtimes");
        String prepared = System.getenv("VIRGA_RUNTIMES");
        if (prepared != null && Files.isDirectory(Path.of(prepared, "python"))) {
            Files.createSymbolicLink(runtimes, Path.of(prepared));
        } else {
            Files.createDirectories(runtimes);
            Path packages = packages();
            if (packages != null) {
                Files.createSymbolicLink(runtimes.resolve("python"), packages);
            }
        }
    }

    /// One test for each check of a script; what else it printed belongs to a failure's message.
    Stream<DynamicTest> run(String script, Map<String, String> environment) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(python.toString(), SCRIPTS.resolve(script).toString()).redirectErrorStream(true);
        Map<String, String> all = builder.environment();
        all.keySet().removeIf(name -> name.startsWith("AWS_"));
        all.put("PYTHONDONTWRITEBYTECODE", "1");
        all.put("AWS_CONFIG_FILE", "/dev/null");
        all.put("AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
        all.put("AWS_EC2_METADATA_DISABLED", "true");
        all.put("VIRGA_CONFORMANCE", conformanceData().toString());
        all.putAll(environment);
        List<String> lines = new ArrayList<>();
        Process process = builder.start();
        Thread reader = Thread.ofVirtual().start(() -> read(process, lines));
        boolean ended = false;
        try {
            ended = process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        reader.join();
        if (!ended) {
            lines.add("FAILED\t" + script + " ends: it was stopped after " + LONGEST_MINUTES + " minutes");
        } else if (process.exitValue() != 0 && lines.stream().noneMatch(line -> line.startsWith("FAILED\t"))) {
            lines.add("FAILED\t" + script + " ends well: exit code " + process.exitValue());
        }
        return tests(lines).stream();
    }

    private static void read(Process process, List<String> lines) {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            reader.lines().forEach(lines::add);
        } catch (IOException | java.io.UncheckedIOException e) {
            lines.add("its output ended: " + e.getMessage());
        }
    }

    private static List<DynamicTest> tests(List<String> lines) {
        List<DynamicTest> tests = new ArrayList<>();
        StringBuilder notes = new StringBuilder();
        for (String line : lines) {
            if (line.startsWith("ok\t")) {
                tests.add(DynamicTest.dynamicTest(line.substring(3), () -> {}));
            } else if (line.startsWith("FAILED\t")) {
                String failure = line.substring(7) + "\n" + notes;
                String name = line.substring(7).split(":", 2)[0];
                tests.add(DynamicTest.dynamicTest(name, () -> Assertions.fail(failure)));
            } else {
                notes.append(line).append('\n');
                continue;
            }
            notes.setLength(0);
        }
        return tests;
    }

    /// Recorded events; the checks that compare with them say so when they are not there.
    private static Path conformanceData() {
        String named = System.getProperty("virga.conformance");
        return named != null
                ? Path.of(named)
                : Path.of(System.getProperty("virga.root", ".."), "..", "shared", "conformance")
                        .toAbsolutePath()
                        .normalize();
    }

    /// What `virga env` exports.
    static Map<String, String> environment(String exports) {
        Map<String, String> environment = new HashMap<>();
        for (String line : exports.split("\n")) {
            if (line.startsWith("export ")) {
                String[] pair = line.substring("export ".length()).split("=", 2);
                environment.put(pair[0], pair[1].replace("'", ""));
            }
        }
        return environment;
    }
}
