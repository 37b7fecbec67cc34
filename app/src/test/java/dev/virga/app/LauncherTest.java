package dev.virga.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The command line itself, as far as it goes without building or starting anything.
class LauncherTest {
    private final Path root = Path.of(System.getProperty("virga.root"));

    @TempDir
    Path folder;

    @BeforeEach
    void onlyWithBash() {
        assumeTrue(Files.exists(Path.of("/bin/bash")), "no bash");
    }

    private record Ran(int code, String out, String err) {}

    private Ran run(List<String> command) throws Exception {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("VIRGA_HOME", folder.resolve("home").toString());
        builder.environment().remove("CI");
        Process process = builder.start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Ran(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private Ran virga(String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("/bin/bash", root.resolve("virga").toString()));
        command.addAll(List.of(arguments));
        return run(command);
    }

    /// Runs bash with the launcher's parts loaded.
    private Ran parts(String script) throws Exception {
        String load = """
                set -euo pipefail
                VIRGA_ROOT='%s'
                for part in say jdk build runtimes server ask testing help commands; do . '%s'/launcher/$part.sh; done
                """.formatted(folder, root);
        return run(List.of("/bin/bash", "-c", load + script));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    nope                      | there is no command 'nope'
                    up --colour               | up has no option '--colour'
                    up --port                 | --port needs a value
                    up --port x .             | 'x' is no port
                    up --port 99999 .         | is no port
                    up a b                    | up takes one folder
                    up /does/not/exist        | there is no folder
                    invoke                    | needs the name of a function
                    invoke F --event /nowhere | cannot read '/nowhere'
                    logs a b                  | logs takes one name
                    down --stack              | --stack needs a value
                    serve --listen            | --listen needs a value
                    serve --http3             | serve has no option '--http3'
                    env --colour              | env has no option '--colour'
                    test --fast               | test has no option '--fast'
                    test nowhere              | there is no module 'nowhere'
                    help nope                 | there is no command 'nope'
                    """)
    void wrongUsageIsExplainedAndHasItsOwnExitCode(String line, String message) throws Exception {
        Ran ran = virga(line.split(" "));
        assertThat(ran.code).isEqualTo(2);
        assertThat(ran.err).contains(message);
        assertThat(ran.out).isEmpty();
        assertThat(folder.resolve("home")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "up",
                "status",
                "stop",
                "logs",
                "invoke",
                "env",
                "ca",
                "url",
                "down",
                "coverage",
                "test",
                "bench",
                "serve",
                "build"
            })
    void everyCommandExplainsItself(String name) throws Exception {
        assertThat(virga("help", name).out).startsWith("virga " + name);
        assertThat(virga(name, "--help")).isEqualTo(virga("help", name));
        assertThat(virga("help").out).contains("virga " + name);
    }

    @Test
    void withoutAServerQuestionsFailAndStopDoesNot() throws Exception {
        for (String name : List.of("status", "env", "ca", "url", "logs")) {
            assertThat(virga(name).code).isEqualTo(1);
        }
        assertThat(virga("stop").code).isZero();
    }

    @Test
    void itWorksThroughALinkAndFromAnyFolder() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), root.resolve("virga"));
        assertThat(run(List.of("/bin/bash", link.toString(), "version")).out).startsWith("virga ");
    }

    @Test
    void aJdkIsJudgedByItsReleaseFile() throws Exception {
        for (String[] jdk : new String[][] {
            {"jdk25", "25.0.1"}, {"jdk21", "21.0.9"}, {"jdk26", "26-ea"}, {"jdk30", "30"}, {"odd", "x"}
        }) {
            Path bin = Files.createDirectories(folder.resolve(jdk[0]).resolve("bin"));
            Files.writeString(
                    bin.getParent().resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + jdk[1] + "\"\n");
            Path javac = Files.writeString(bin.resolve("javac"), "#!/bin/sh\n");
            assertThat(javac.toFile().setExecutable(true)).isTrue();
        }
        Ran ran = parts("""
                for jdk in jdk25 jdk21 jdk26 jdk30 odd missing; do
                  if suits "$VIRGA_ROOT/$jdk"; then printf '%s ' "$jdk"; fi
                done""");
        assertThat(ran.out).isEqualTo("jdk25 jdk26 jdk30 ");
    }

    @Test
    void aBuildIsCurrentUntilASourceChangesAppearsOrGoes() throws Exception {
        source("wire/src/main/java/A.java", "a");
        source("wire/src/main/java/B.java", "b");
        source("pom.xml", "x");
        Files.createDirectories(folder.resolve("app/target/dist/lib"));
        String current = "if build_is_current; then echo current; else echo stale; fi\n";
        assertThat(parts(current).out).isEqualTo("stale\n");
        assertThat(parts("stamp_build\n" + current).out).isEqualTo("current\n");
        String touch = "touch -t 203801010000 \"$VIRGA_ROOT/pom.xml\"\n";
        assertThat(parts(touch + current).out)
                .as("a new time alone is no change")
                .isEqualTo("current\n");
        source("wire/src/main/java/A.java", "changed");
        assertThat(parts(current).out).isEqualTo("stale\n");
        source("wire/src/main/java/A.java", "a");
        assertThat(parts(current).out).as("changed back").isEqualTo("current\n");
        source("wire/src/main/java/C.java", "c");
        assertThat(parts(current).out).isEqualTo("stale\n");
        Files.delete(folder.resolve("wire/src/main/java/C.java"));
        Files.delete(folder.resolve("wire/src/main/java/B.java"));
        assertThat(parts(current).out).isEqualTo("stale\n");
    }

    private void source(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    void aProcessIdOfSomebodyElseIsNotTakenForTheServer() throws Exception {
        Path home = Files.createDirectory(folder.resolve("home"));
        Files.writeString(home.resolve("server.pid"), ProcessHandle.current().pid() + " 1\n");
        assertThat(virga("status").code).isEqualTo(1);
        assertThat(virga("stop").code).isZero();
        assertThat(ProcessHandle.current().isAlive()).isTrue();
        Files.writeString(home.resolve("server.pid"), "; rm -rf x\n");
        assertThat(virga("status").code).isEqualTo(1);
    }

    @Test
    void everyPartIsValidBash() throws Exception {
        try (Stream<Path> files = Files.list(root.resolve("launcher"))) {
            for (Path file : files.toList()) {
                assertThat(run(List.of("/bin/bash", "-n", file.toString())).err).isEmpty();
            }
        }
    }
}
