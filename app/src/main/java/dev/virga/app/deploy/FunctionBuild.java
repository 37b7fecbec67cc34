package dev.virga.app.deploy;

import dev.virga.wire.AwsException;
import dev.virga.wire.Json;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/// Makes the folder that a function runs from out of the folder that its author keeps, as `sam
/// build` does: compiles Java, installs what Node.js and Python functions depend on. What needs no
/// building is used as it is.
///
/// Results are kept in a cache by content, so that an unchanged function costs one reading of its
/// files:
///
///     HASH/       the result
///     HASH.log    what the tools said
///     work-…      a build that runs
public final class FunctionBuild {
    /// A different way of building makes different results.
    private static final String SALT = "virga-build 1 java " + Runtime.version().feature();

    private static final String COPY_DEPENDENCIES =
            "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies";
    private static final int MAX_PACKAGE_JSON_BYTES = 1 << 20;

    private final Path cache;
    private final Tools tools;

    public FunctionBuild(Path cache) {
        this.cache = cache;
        this.tools = new Tools();
    }

    /// How a folder is built; none when it is used as it is.
    enum Kind {
        NONE,
        JAVA,
        NODE,
        PYTHON
    }

    /// @param name of the function, for people
    /// @param runtime Lambda's name, e.g. `nodejs22.x`
    /// @return a folder to be zipped, which nobody changes
    public Path build(String name, Path code, String runtime, Progress progress) throws DeployFailed {
        try {
            Kind kind = kind(code, runtime);
            return kind == Kind.NONE ? code : cached(name, code, kind, progress);
        } catch (IOException e) {
            throw new DeployFailed("the code of " + name + " in " + code + " cannot be built: " + e.getMessage(), e);
        }
    }

    static Kind kind(Path code, String runtime) throws IOException {
        if (!Files.isDirectory(code)) {
            return Kind.NONE;
        }
        if (runtime.startsWith("java") && Files.exists(code.resolve("pom.xml"))) {
            return Kind.JAVA;
        }
        if (runtime.startsWith("nodejs") && hasDependencies(code.resolve("package.json"))) {
            return Kind.NODE;
        }
        Path requirements = code.resolve("requirements.txt");
        if (runtime.startsWith("python") && Files.exists(requirements)) {
            boolean any = Files.readAllLines(requirements).stream()
                    .map(String::strip)
                    .anyMatch(line -> !line.isEmpty() && !line.startsWith("#"));
            return any ? Kind.PYTHON : Kind.NONE;
        }
        return Kind.NONE;
    }

    private static boolean hasDependencies(Path file) throws IOException {
        if (!Files.exists(file)) {
            return false;
        }
        if (Files.size(file) > MAX_PACKAGE_JSON_BYTES) {
            throw new IOException("package.json is larger than " + MAX_PACKAGE_JSON_BYTES + " bytes");
        }
        try {
            return Json.parse(Files.readAllBytes(file)) instanceof Map<?, ?> json
                    && json.get("dependencies") instanceof Map<?, ?> dependencies
                    && !dependencies.isEmpty();
        } catch (AwsException e) {
            throw new IOException("package.json: " + e.getMessage(), e);
        }
    }

    private Path cached(String name, Path code, Kind kind, Progress progress) throws IOException, DeployFailed {
        String hash = FolderState.content(code, SALT + kind);
        Path result = cache.resolve(hash);
        if (Files.isDirectory(result)) {
            return result;
        }
        Files.createDirectories(cache);
        Path work = Files.createTempDirectory(cache, "work-");
        try {
            long begin = System.nanoTime();
            Path made = make(name, code, work, kind, progress);
            progress.line(String.format("  built %s in %.1f s", name, (System.nanoTime() - begin) / 1e9));
            keep(made, result);
            return result;
        } finally {
            Trees.delete(work);
        }
    }

    /// Another deployment may have built the same meanwhile: then its result is as good.
    private static void keep(Path made, Path result) throws IOException {
        try {
            Files.move(made, result, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            if (!Files.isDirectory(result)) {
                throw e;
            }
        }
    }

    private Path make(String name, Path code, Path work, Kind kind, Progress progress)
            throws IOException, DeployFailed {
        Path source = work.resolve("source");
        Trees.copy(code, FolderState.files(code), source);
        return switch (kind) {
            case NONE -> source;
            case JAVA -> java(name, source, work.resolve("task"), progress);
            case NODE -> node(name, source, progress);
            case PYTHON -> python(name, source, progress);
        };
    }

    /// Classes at the top and jars under `lib/`, as the Java runtime looks for them.
    private Path java(String name, Path source, Path task, Progress progress) throws IOException, DeployFailed {
        progress.line("  building " + name + " (mvn package)");
        Path lib = task.resolve("lib");
        tools.run(
                name,
                source,
                List.of(
                        "mvn",
                        "-q",
                        "-B",
                        "-DskipTests",
                        "package",
                        COPY_DEPENDENCIES,
                        "-DincludeScope=runtime",
                        "-DoutputDirectory=" + lib),
                Map.of("JAVA_HOME", System.getProperty("java.home")));
        Path classes = source.resolve("target/classes");
        if (!Files.isDirectory(classes)) {
            throw new DeployFailed(name + ": mvn package left no target/classes");
        }
        Trees.copy(classes, FolderState.files(classes), task);
        return task;
    }

    private Path node(String name, Path source, Progress progress) throws IOException, DeployFailed {
        boolean locked = Files.exists(source.resolve("package-lock.json"));
        progress.line("  building " + name + (locked ? " (npm ci)" : " (npm install)"));
        tools.run(
                name,
                source,
                List.of("npm", locked ? "ci" : "install", "--omit=dev", "--no-audit", "--no-fund", "--loglevel=error"),
                Map.of());
        return source;
    }

    private Path python(String name, Path source, Progress progress) throws IOException, DeployFailed {
        progress.line("  building " + name + " (pip install)");
        tools.run(
                name,
                source,
                List.of(
                        "python3",
                        "-m",
                        "pip",
                        "install",
                        "--quiet",
                        "--disable-pip-version-check",
                        "--no-input",
                        "--target",
                        source.toString(),
                        "--requirement",
                        "requirements.txt"),
                Map.of());
        return source;
    }
}
