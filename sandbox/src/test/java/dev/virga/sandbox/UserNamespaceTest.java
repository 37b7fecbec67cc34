package dev.virga.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The server of an ordinary user isolates functions too, when it is started in a user namespace.
class UserNamespaceTest {
    private static final List<String> AS_NOBODY =
            List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
    private static final List<String> IN_USER_NAMESPACE = List.of("unshare", "--user", "--map-root-user");

    @Test
    void aServerWithoutRootIsolatesFunctionsInAUserNamespace() throws Exception {
        List<String> command = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            command.addAll(AS_NOBODY);
        }
        command.addAll(IN_USER_NAMESPACE);
        List<String> probe = new ArrayList<>(command);
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        probe.addAll(List.of(java.toString(), "--version"));
        assumeTrue(Files.exists(Path.of("/usr/bin/unshare")), "there is no unshare on this host");
        assumeTrue(
                new ProcessBuilder(probe)
                                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                .redirectError(ProcessBuilder.Redirect.DISCARD)
                                .start()
                                .waitFor()
                        == 0,
                "this host does not let ordinary users make user namespaces");
        command.addAll(List.of(
                java.toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                UserNamespaceServer.class.getName()));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(Path.of("/").toFile());
        builder.environment().put("PATH", "/usr/bin:/bin");
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        Process server = builder.start();
        List<String> said = new ArrayList<>();
        try (var lines = server.inputReader()) {
            lines.lines().forEach(said::add);
        } finally {
            server.destroyForcibly();
        }
        assumeTrue(!said.isEmpty(), "the classes of the tests cannot be read by ordinary users");
        assertThat(said.getFirst()).startsWith("namespaces, no cgroups");
        assertThat(said.subList(1, said.size()))
                .containsExactly(
                        "[[\"0000000000000000\", \"0000000000000000\", \"0000000000000000\", \"0000000000000000\","
                                + " \"0000000000000000\"], [\"bin\", \"dev\", \"etc\", \"host-proc\", \"lib\","
                                + " \"lib64\", \"opt\", \"proc\", \"sbin\", \"tmp\", \"usr\", \"var\"]]",
                        "[-1, -1, -1, -1]",
                        "exited 137 out of memory",
                        "2");
    }
}
