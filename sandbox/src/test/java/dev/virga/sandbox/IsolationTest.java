package dev.virga.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What a hostile function can reach: nothing.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IsolationTest {
    private Functions functions;

    @BeforeAll
    void open() throws IOException {
        functions = new Functions(SandboxOptions.Isolation.BEST, IsolationTest::greet, false);
        assumeTrue(
                functions.sandbox.isolation().startsWith("namespaces"),
                () -> "this host cannot isolate functions: " + functions.sandbox.isolation());
    }

    @AfterAll
    void close() throws IOException {
        functions.close();
    }

    private static void greet(SocketChannel connection) {
        try (connection) {
            connection.write(ByteBuffer.wrap("the cloud".getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /// The function evaluates the event, a Python expression or some lines that set `result`.
    private Functions.Function evaluator() {
        return functions.python("""
                import ctypes, os, socket, subprocess
                libc = ctypes.CDLL(None, use_errno=True)
                def syscall(number, *arguments):
                    answer = libc.syscall(number, *arguments)
                    return answer if answer >= 0 else 'refused'
                def attempt(action):
                    try:
                        return action()
                    except Exception as e:
                        return type(e).__name__
                def connect(host, port):
                    with socket.create_connection((host, port), 2) as s:
                        return s.recv(100).decode()
                def handler(event, context):
                    scope = dict(globals())
                    exec(event, scope)
                    return scope['result']
                """);
    }

    private String result(String expression) throws IOException {
        String json = "\"result = "
                + expression.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
        return Functions.text(evaluator().run(json));
    }

    @Test
    void itSeesNoFilesOfTheHost() throws IOException {
        assertThat(result("sorted(os.listdir('/'))"))
                .doesNotContain("root")
                .doesNotContain("home")
                .doesNotContain("work")
                .contains("\"usr\"");
        assertThat(
                        result(
                                "[attempt(lambda: open(f).read()) for f in"
                                        + " ['/etc/shadow', '/root/.bashrc', '/proc/1/environ', '/proc/kcore', '/host-proc/1/environ']]"))
                .doesNotContain(":")
                .contains("\"FileNotFoundError\", \"FileNotFoundError\"");
        assertThat(result("sorted(os.listdir('/etc'))"))
                .doesNotContain("shadow")
                .doesNotContain("sudoers");
        assertThat(result("open('/proc/self/mountinfo').read().count(' /host-proc ')"))
                .isEqualTo("0");
    }

    @Test
    void itSeesNoOtherProcesses() throws IOException {
        assertThat(result("len([p for p in os.listdir('/proc') if p.isdigit()])"))
                .isIn("1", "2");
        assertThat(result("[attempt(lambda: os.kill(1, 9)), os.getppid()]"))
                .isIn("[\"PermissionError\", 0]", "[null, 0]");
    }

    @Test
    void itCanChangeNeitherItsCodeNorTheSystem() throws IOException {
        assertThat(
                        result(
                                "[attempt(lambda: open(f, 'w')) for f in"
                                        + " ['/var/task/x', '/var/task/app.py', '/usr/x', '/etc/passwd', '/x', '/var/virga/python/bootstrap.py']]"))
                .isEqualTo("[\"OSError\", \"OSError\", \"OSError\", \"OSError\", \"OSError\", \"OSError\"]");
        assertThat(result("open('/tmp/x', 'w').write('fine')")).isEqualTo("4");
    }

    @Test
    void itHoldsNoRightsAndCannotGetThem() throws IOException {
        assertThat(
                        result(
                                "[l.split()[1] for l in open('/proc/self/status') if l.startswith(('Cap', 'NoNewPrivs', 'Seccomp:'))]"))
                .isEqualTo("[\"0000000000000000\", \"0000000000000000\", \"0000000000000000\","
                        + " \"0000000000000000\", \"0000000000000000\", \"1\", \"2\"]");
        // mount, umount2, unshare(user), setns, pivot_root, chroot, ptrace, bpf, keyctl, io_uring_setup
        assumeTrue(Machine.X86_64, "system call numbers of x86-64");
        assertThat(result("[syscall(165, b'none', b'/tmp', b'tmpfs', 0, 0), syscall(166, b'/proc', 2),"
                        + " syscall(272, 0x10000000), syscall(308, 3, 0), syscall(155, b'.', b'.'), syscall(161, b'/tmp'),"
                        + " syscall(101, 16, 1, 0, 0), syscall(321, 0, 0, 0), syscall(250, 0, 0, 0), syscall(425, 1, 0),"
                        + " syscall(56, 0x10000011, 0, 0, 0, 0), syscall(435, 0, 0)]"))
                .isEqualTo("[" + String.join(", ", java.util.Collections.nCopies(12, "\"refused\"")) + "]");
    }

    @Test
    void itReachesTheCloudAndNothingElse() throws IOException {
        assertThat(result("connect('127.0.0.1', 4566)")).isEqualTo("\"the cloud\"");
        assertThat(result("[attempt(lambda: connect(h, 80)) for h in ['169.254.169.254', '169.254.170.2', '1.1.1.1']]"))
                .isEqualTo("[\"OSError\", \"OSError\", \"OSError\"]");
        assertThat(result("[i[1] for i in socket.if_nameindex()]")).isEqualTo("[\"lo\"]");
    }

    @Test
    void aForkBombEndsWithItsInstance() throws IOException {
        String bomb = """
                import os, time
                def handler(event, context):
                    count = 0
                    try:
                        while True:
                            if os.fork() == 0:
                                time.sleep(1000)
                            count += 1
                    except OSError:
                        return count
                """;
        assumeTrue(functions.sandbox.isolation().contains("cgroups v"), "without cgroups processes are not counted");
        try (Instance instance = functions.python(bomb).memory(1024).start()) {
            assertThat(Integer.parseInt(Functions.text(Functions.invoke(instance, "1"))))
                    .isBetween(500, Cgroups.MAX_PROCESSES);
        }
    }

    @Test
    void aFullTmpIsTheFunctionsOwnProblem() throws IOException {
        Functions.Function function = functions.python("""
                def handler(event, context):
                    written = 0
                    try:
                        with open('/tmp/fill', 'wb', 0) as f:
                            while True:
                                written += f.write(bytes(1 << 20))
                    except OSError as e:
                        return [e.errno, written >> 20]
                """);
        function.tmp = 200;
        assertThat(Functions.text(function.memory(128).run("1"))).isEqualTo("[28, 200]");
    }

    @Test
    void cpuIsGivenInProportionToMemory() throws IOException {
        assumeTrue(functions.sandbox.isolation().contains("cgroups v1"), "looks at files of cgroups v1");
        try (Functions limited = new Functions(SandboxOptions.Isolation.BEST, IsolationTest::greet, true);
                Instance instance = limited.python("def handler(event, context): return 1")
                        .memory(884)
                        .start();
                Stream<Path> files = Files.find(
                        Path.of("/sys/fs/cgroup/cpu"),
                        8,
                        (p, a) -> p.endsWith("cpu.cfs_quota_us")
                                && p.toString()
                                        .contains("/virga-"
                                                + ProcessHandle.current().pid() + "."))) {
            assertThat(instance.alive()).isTrue();
            assertThat(files.map(IsolationTest::read)).contains("9994");
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            return "";
        }
    }

    @Test
    void openFilesAreLimited() throws IOException {
        assertThat(result("__import__('resource').getrlimit(7)")).isEqualTo("[1024, 1024]");
    }

    @Test
    void nothingIsLeftOfAnInstance() throws Exception {
        String marker = "left-over-" + ProcessHandle.current().pid();
        Functions.Function function = functions.python("import subprocess\n"
                + "subprocess.Popen(['/bin/sh', '-c', 'exec -a " + marker + " sleep 1000 2>/dev/null || sleep 1000'],"
                + " start_new_session=True)\ndef handler(event, context): return 1");
        try (Instance instance = function.start()) {
            assertThat(Functions.text(Functions.invoke(instance, "1"))).isEqualTo("1");
        }
        try (Functions other = new Functions(SandboxOptions.Isolation.BEST)) {
            Instance instance =
                    other.python("def handler(event, context): return 1").start();
            assertThat(Functions.text(Functions.invoke(instance, "1"))).isEqualTo("1");
        }
        assertThat(ProcessHandle.current()
                        .descendants()
                        .filter(p -> p.info().commandLine().orElse("").contains(marker)))
                .isEmpty();
        try (Stream<String> mounts = Files.lines(Path.of("/proc/self/mounts"))) {
            assertThat(mounts.filter(line -> line.contains(functions.folder.toString())))
                    .isEmpty();
        }
    }

    @Test
    void whenTheServerIsKilledItsFunctionsEndToo() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process server = new ProcessBuilder(
                        java,
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        AbandonedServer.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var lines = server.inputReader()) {
            Path folder = Path.of(lines.readLine());
            List<ProcessHandle> children = server.descendants().toList();
            assertThat(children).hasSizeGreaterThanOrEqualTo(2);
            server.destroyForcibly().waitFor();
            for (ProcessHandle child : children) {
                child.onExit().get(10, TimeUnit.SECONDS);
            }
            Functions.delete(folder);
            new Functions(SandboxOptions.Isolation.BEST).close();
            try (Stream<Path> cgroups = Files.find(
                    Path.of("/sys/fs/cgroup"), 8, (p, a) -> p.toString().contains("/virga-" + server.pid() + "."))) {
                assertThat(cgroups).isEmpty();
            }
        } finally {
            server.destroyForcibly();
        }
    }
}
