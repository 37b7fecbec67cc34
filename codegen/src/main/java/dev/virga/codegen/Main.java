package dev.virga.codegen;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Generates the `api` module: `Main <models> <sources> <resources> <classes> <wire sources>`.
///
/// When the models, the generator and the wire types that generated code uses are as they were in
/// the last run, nothing is written. Else everything is written anew and the old classes are
/// deleted, so that the compiler need not guess what is stale: it compiles what has no class, and a
/// change elsewhere in `wire` does not compile thousands of files again.
public final class Main {
    private static final String STAMP = "inputs.sha256";
    /// Sources of the wire types that generated code is compiled against.
    private static final List<String> CONTRACT = List.of(
            "AwsException.java",
            "Body.java",
            "EventStream.java",
            "Model.java",
            "Op.java",
            "Struct.java",
            "Types.java",
            "Variant.java");
    private static final String OVERRIDES = "overrides.json";
    private static final String PACKAGE = "dev/virga/api/";

    private Main() {}

    public static void main(String[] args) throws IOException {
        if (args.length != 5) {
            throw new IllegalArgumentException("usage: Main <models> <sources> <resources> <classes> <wire sources>");
        }
        Path wire = Path.of(args[4]);
        List<Path> contract = CONTRACT.stream().map(wire::resolve).toList();
        generate(Path.of(args[0]), Path.of(args[1]), Path.of(args[2]), Path.of(args[3]), contract);
    }

    /// Answers whether anything had to be generated.
    static boolean generate(Path models, Path sources, Path resources, Path classes, List<Path> contract)
            throws IOException {
        List<Path> inputs = models(models);
        String stamp = digest(Stream.concat(inputs.stream(), contract.stream()).toList());
        Path stampFile = resources.resolveSibling(resources.getFileName() + "." + STAMP);
        if (Files.exists(stampFile) && Files.readString(stampFile).equals(stamp)) {
            return false;
        }
        Files.deleteIfExists(stampFile);
        Map<String, byte[]> sourceFiles = new TreeMap<>();
        Map<String, byte[]> resourceFiles = new TreeMap<>();
        Map<String, String> opsClasses = new TreeMap<>();
        ObjectMapper json = new ObjectMapper();
        for (Path input : inputs) {
            JsonNode ast = json.readTree(input.toFile());
            String file = input.getFileName().toString();
            String service = file.substring(0, file.length() - ".json".length()).replace("-", "");
            SmithyModel model = new SmithyModel(ast, null);
            JavaWriter java = new JavaWriter(model, service);
            java.write()
                    .forEach((name, text) -> sourceFiles.put(
                            PACKAGE + service + "/" + name + ".java", text.getBytes(StandardCharsets.UTF_8)));
            resourceFiles.put(PACKAGE + service + "/schema.bin", new SchemaWriter(model).write());
            opsClasses.put(service, java.opsClass());
        }
        sourceFiles.put(PACKAGE + "Models.java", index(opsClasses).getBytes(StandardCharsets.UTF_8));
        delete(classes);
        write(sources, sourceFiles);
        write(resources, resourceFiles);
        Files.writeString(stampFile, stamp);
        return true;
    }

    private static List<Path> models(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.toString().endsWith(".json") && !f.endsWith(OVERRIDES))
                    .sorted()
                    .toList();
        }
    }

    /// The list of all models, for whoever counts or searches them.
    private static String index(Map<String, String> opsClasses) {
        StringBuilder out = new StringBuilder("// Generated from the service models.\npackage dev.virga.api;\n\n");
        out.append("import dev.virga.wire.Model;\nimport java.util.Map;\nimport java.util.TreeMap;\n");
        out.append("import java.util.function.Supplier;\n\n");
        out.append("/// Every service that has a model; a model is read when its supplier is asked.\n");
        out.append("public final class Models {\n  private Models() {}\n\n");
        out.append("  /// By package name, in alphabetical order.\n");
        out.append("  public static Map<String, Supplier<Model>> all() {\n");
        out.append("    Map<String, Supplier<Model>> all = new TreeMap<>();\n");
        opsClasses.forEach(
                (service, ops) -> out.append("    all.put(\"" + service + "\", () -> " + ops + ".MODEL);\n"));
        return out.append("    return all;\n  }\n}\n").toString();
    }

    private static void write(Path root, Map<String, byte[]> files) throws IOException {
        delete(root);
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = root.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> all;
        try (Stream<Path> walk = Files.walk(folder)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.delete(path);
        }
    }

    /// Digest of these files and of the generator itself.
    private static String digest(List<Path> inputs) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path input : inputs) {
                digest.update(input.getFileName().toString().getBytes(StandardCharsets.UTF_8));
                digest.update(Files.readAllBytes(input));
            }
            Path self = Path.of(Main.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            if (Files.isDirectory(self)) {
                digestClasses(digest, self);
            } else {
                try (FileSystem jar = FileSystems.newFileSystem(self)) {
                    digestClasses(digest, jar.getPath("/"));
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The same for a folder and for the jar that is made from it: builds that stop before
    /// packaging must not undo what the others made.
    private static void digestClasses(MessageDigest digest, Path root) throws IOException {
        Map<String, Path> classes = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(root)) {
            walk.filter(f -> f.toString().endsWith(".class"))
                    .forEach(f -> classes.put(root.relativize(f).toString(), f));
        }
        for (Path file : classes.values()) {
            digest.update(Files.readAllBytes(file));
        }
    }
}
