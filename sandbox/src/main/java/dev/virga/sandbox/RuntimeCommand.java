package dev.virga.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is executed for a function, and with which environment: as Lambda does it.
///
/// @param command the program first
record RuntimeCommand(List<String> command, Map<String, String> environment) {
    /// Heap of Node in percent of the memory: the rest is for code, stacks and buffers.
    private static final int NODE_HEAP_PERCENT = 90;

    private static final int JAVA_HEAP_PERCENT = 80;

    /// The folders as the function sees them: fixed in a sandbox, the host's for plain processes.
    ///
    /// @param opt layers
    /// @param sdks what the installation provides
    /// @param clients the runtime clients
    record Folders(String task, List<String> opt, String sdks, String clients) {
        static final Folders INSIDE = new Folders("/var/task", List.of("/opt"), "/var/runtime", "/var/virga");
    }

    /// @param program the interpreter, as the function sees it; null for a custom runtime
    /// @param runtimeApi host and port
    static RuntimeCommand of(SandboxSpec spec, Folders folders, @Nullable String program, String runtimeApi) {
        Map<String, String> environment = new LinkedHashMap<>();
        String bin = program == null ? "" : program.substring(0, program.lastIndexOf('/')) + ":";
        environment.put("PATH", bin + "/usr/local/bin:/usr/bin:/bin" + each(folders.opt(), "/bin"));
        environment.put(
                "LD_LIBRARY_PATH",
                "/var/lang/lib:/lib64:/usr/lib64:" + folders.task() + ":" + folders.task() + "/lib"
                        + each(folders.opt(), "/lib"));
        environment.put("LANG", "en_US.UTF-8");
        environment.put("TZ", ":UTC");
        environment.put("LAMBDA_TASK_ROOT", folders.task());
        environment.put("LAMBDA_RUNTIME_DIR", folders.sdks());
        List<String> command = new ArrayList<>();
        switch (spec.language()) {
            case NODE -> node(spec, folders, environment, command, String.valueOf(program));
            case PYTHON -> python(folders, environment, command, String.valueOf(program));
            case JAVA -> java(spec, folders, environment, command, String.valueOf(program));
            case PROVIDED -> {}
        }
        environment.putAll(spec.environment());
        environment.put("AWS_LAMBDA_RUNTIME_API", runtimeApi);
        environment.put("_HANDLER", spec.handler());
        return new RuntimeCommand(command, environment);
    }

    private static void node(
            SandboxSpec spec, Folders folders, Map<String, String> environment, List<String> command, String program) {
        List<String> modules = new ArrayList<>();
        folders.opt().forEach(opt -> modules.add(opt + "/nodejs/node_modules"));
        modules.add(folders.sdks() + "/nodejs/node_modules");
        modules.add(folders.sdks());
        modules.add(folders.task());
        environment.put("NODE_PATH", String.join(":", modules));
        environment.put("AWS_EXECUTION_ENV", "AWS_Lambda_nodejs22.x");
        int heapMegabytes = spec.memoryMegabytes() * NODE_HEAP_PERCENT / 100;
        command.addAll(List.of(
                program,
                "--max-old-space-size=" + heapMegabytes,
                "--max-http-header-size=81920",
                folders.clients() + "/node/bootstrap.js"));
    }

    private static void python(Folders folders, Map<String, String> environment, List<String> command, String program) {
        List<String> path = new ArrayList<>();
        folders.opt().forEach(opt -> path.add(opt + "/python"));
        path.add(folders.sdks() + "/python");
        environment.put("PYTHONPATH", String.join(":", path));
        environment.put("AWS_EXECUTION_ENV", "AWS_Lambda_python3.13");
        // No site-packages of the host, no cache files, nothing held back in a buffer.
        command.addAll(List.of(program, "-S", "-B", "-u", folders.clients() + "/python/bootstrap.py"));
    }

    private static void java(
            SandboxSpec spec, Folders folders, Map<String, String> environment, List<String> command, String program) {
        environment.put("AWS_EXECUTION_ENV", "AWS_Lambda_java25");
        int heapMegabytes = spec.memoryMegabytes() * JAVA_HEAP_PERCENT / 100;
        List<String> classPath = new ArrayList<>(
                List.of(folders.clients() + "/java/runtime.jar", folders.task(), folders.task() + "/lib/*"));
        folders.opt().forEach(opt -> classPath.add(opt + "/java/lib/*"));
        command.addAll(List.of(
                program,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-XX:ErrorFile=/tmp/hs_err_%p.log",
                "-Xmx" + heapMegabytes + "m",
                "-cp",
                String.join(":", classPath),
                "dev.virga.runtime.Bootstrap"));
    }

    private static String each(List<String> folders, String suffix) {
        StringBuilder all = new StringBuilder();
        folders.forEach(folder -> all.append(':').append(folder).append(suffix));
        return all.toString();
    }

    /// Where a custom runtime's program is.
    ///
    /// @param inside the folders as the function sees them
    /// @throws EntrypointException when there is none that can be executed
    static String bootstrap(SandboxSpec spec, Folders inside) throws EntrypointException {
        List<Path> hostFolders = new ArrayList<>(List.of(spec.code()));
        hostFolders.addAll(spec.layers().reversed());
        for (Path folder : hostFolders) {
            Path program = folder.resolve("bootstrap");
            if (Files.isRegularFile(program)) {
                if (!Files.isExecutable(program)) {
                    throw new EntrypointException("fork/exec " + inside.task() + "/bootstrap: permission denied");
                }
                return folder.equals(spec.code())
                        ? inside.task() + "/bootstrap"
                        : inside.opt().getLast() + "/bootstrap";
            }
        }
        throw new EntrypointException(
                "Couldn't find valid bootstrap(s): [" + inside.task() + "/bootstrap /opt/bootstrap]");
    }

    List<String> environmentLines() throws IOException {
        List<String> lines = new ArrayList<>();
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            if (variable.getKey().indexOf('\0') >= 0 || variable.getValue().indexOf('\0') >= 0) {
                throw new IOException("an environment variable of the function has a zero byte in it");
            }
            lines.add(variable.getKey() + "=" + variable.getValue());
        }
        return lines;
    }

    /// The function's fault, told by its first invocation.
    static final class EntrypointException extends Exception {
        private static final long serialVersionUID = 1;

        EntrypointException(String message) {
            super(message);
        }
    }
}
