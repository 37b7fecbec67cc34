package dev.virga.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
    @TempDir
    Path folder;

    private Path models;
    private Path contract;

    @BeforeEach
    void copyAModel() throws Exception {
        models = Files.createDirectory(folder.resolve("models"));
        Path source = Path.of(System.getProperty("virga.root"), "models", "sts.json");
        Files.copy(source, models.resolve("sts.json"));
        Files.writeString(models.resolve("overrides.json"), "{}");
        contract = Files.writeString(folder.resolve("Struct.java"), "1");
    }

    private boolean generate(String target) throws Exception {
        Path out = folder.resolve(target);
        return Main.generate(
                models, out.resolve("sources"), out.resolve("resources"), out.resolve("classes"), List.of(contract));
    }

    private Map<String, byte[]> tree(String target) throws Exception {
        Map<String, byte[]> all = new TreeMap<>();
        Path root = folder.resolve(target);
        try (Stream<Path> walk = Files.walk(root)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                all.put(root.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return all;
    }

    @Test
    void twoRunsWriteTheSameFiles() throws Exception {
        generate("one");
        generate("two");
        Map<String, byte[]> one = tree("one");
        Map<String, byte[]> two = tree("two");
        assertThat(one).containsKeys("sources/dev/virga/api/sts/StsOps.java", "resources/dev/virga/api/sts/schema.bin");
        assertThat(two.keySet()).isEqualTo(one.keySet());
        one.forEach((file, bytes) -> assertThat(two.get(file)).as(file).isEqualTo(bytes));
    }

    @Test
    void nothingIsDoneWhenNothingChanged() throws Exception {
        assertThat(generate("out")).isTrue();
        Path compiled = Files.createDirectories(folder.resolve("out/classes")).resolve("A.class");
        Files.writeString(compiled, "");
        assertThat(generate("out")).isFalse();
        assertThat(compiled).exists();
    }

    @Test
    void aChangedModelOrContractLeavesNoOldFiles() throws Exception {
        generate("out");
        Path compiled = Files.createDirectories(folder.resolve("out/classes")).resolve("A.class");
        Files.writeString(compiled, "");
        Files.writeString(contract, "2");
        assertThat(generate("out")).isTrue();
        assertThat(compiled).doesNotExist();
        Files.move(models.resolve("sts.json"), models.resolve("other.json"));
        assertThat(generate("out")).isTrue();
        assertThat(tree("out").keySet()).noneMatch(f -> f.contains("/sts/")).anyMatch(f -> f.contains("/other/"));
    }
}
