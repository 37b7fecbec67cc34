package dev.virga.codegen;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Generates the `api` module: `Main <models> <sources> <resources>`.
///
/// When neither the models nor the generator changed since the last run, nothing is read but them
/// and nothing is written. Else only files whose content changed are written, so that the compiler
/// sees what is stale, and files that are no longer generated go away.
public final class Main {
    private static final String STAMP = "inputs.sha256";
    private static final String OVERRIDES = "overrides.json";
    private static final String PACKAGE = "dev/virga/api/";

    private Main() {}

    public static void main(String[] args) throws IOException {
        if (args.length != 3) {
            throw new IllegalArgumentException("usage: Main <models> <sources> <resources>");
        }
        generate(Path.of(args[0]), Path.of(args[1]), Path.of(args[2]));
    }

    /// Answers whether anything had to be generated.
    static boolean generate(Path models, Path sources, Path resources) throws IOException {
        List<Path> inputs = models(models);
        String stamp = digest(inputs);
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
        replace(sources, sourceFiles);
        replace(resources, resourceFiles);
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

    private static void replace(Path root, Map<String, byte[]> files) throws IOException {
        Files.createDirectories(root);
        List<Path> old;
        try (Stream<Path> walk = Files.walk(root)) {
            old = walk.filter(Files::isRegularFile).toList();
        }
        for (Path file : old) {
            if (!files.containsKey(root.relativize(file).toString().replace('\\', '/'))) {
                Files.delete(file);
            }
        }
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = root.resolve(file.getKey());
            if (!Files.exists(path) || !Arrays.equals(Files.readAllBytes(path), file.getValue())) {
                Files.createDirectories(path.getParent());
                Files.write(path, file.getValue());
            }
        }
    }

    /// Digest of the models and of the generator itself.
    private static String digest(List<Path> models) throws IOException {
        MessageDigest digest;
        Path self;
        try {
            digest = MessageDigest.getInstance("SHA-256");
            self = Path.of(Main.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (NoSuchAlgorithmException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
        List<Path> own;
        try (Stream<Path> walk = Files.walk(self)) {
            own = walk.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path file : Stream.concat(models.stream(), own.stream()).toList()) {
            digest.update(file.getFileName().toString().getBytes(StandardCharsets.UTF_8));
            digest.update(Files.readAllBytes(file));
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
