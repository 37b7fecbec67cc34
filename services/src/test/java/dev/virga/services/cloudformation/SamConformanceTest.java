package dev.virga.services.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.virga.services.cloudformation.sam.SamTransform;
import dev.virga.wire.AwsException;
import dev.virga.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Runs the transform over templates whose translation is known.
///
/// A case does not apply when it needs what the transform refuses by name. Cases that passed once
/// are listed in a resource and must go on passing: the list may only grow.
class SamConformanceTest {
    private static final String PASSED_BEFORE = "sam-conformance.txt";
    private static final String REFUSED = "is not supported by Virga yet.";

    @Test
    void whatTranslatedOnceTranslatesTheSameStill() throws IOException {
        String given = System.getProperty("virga.conformance");
        Path folder = given == null
                ? Path.of(System.getProperty("virga.root", ".."), "..", "shared", "conformance", "sam")
                : Path.of(given, "sam");
        assumeTrue(Files.isDirectory(folder), "no SAM conformance data beside the repository: skipped");
        List<String> passed = new ArrayList<>();
        Map<String, String> failed = new TreeMap<>();
        int refused = 0;
        for (Path input : inputs(folder.resolve("input"))) {
            String name = input.getFileName().toString().replace(".yaml", "");
            Object expected =
                    Json.parse(Files.readAllBytes(folder.resolve("output").resolve(name + ".json")));
            Object actual = translate(Files.readString(input));
            if (same(expected, actual)) {
                passed.add(name);
            } else if (actual instanceof String message && message.contains(REFUSED)) {
                refused++;
            } else {
                failed.put(name, String.valueOf(actual));
            }
        }
        System.out.println("[count] SAM conformance: " + passed.size() + " of " + (passed.size() + failed.size())
                + " passed (" + refused + " not applicable); failed: " + failed.keySet());
        assertThat(passed).containsAll(passedBefore());
    }

    private static List<Path> inputs(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> passedBefore() throws IOException {
        try (InputStream in = SamConformanceTest.class.getResourceAsStream(PASSED_BEFORE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    /// The translated template, or the message of the error.
    private static Object translate(String text) {
        try {
            return SamTransform.apply(TemplateReader.read(text).root(), Map.of(), "ap-southeast-1");
        } catch (AwsException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static boolean same(Object expected, Object actual) {
        Object wanted = expected instanceof Map<?, ?> map && map.containsKey("errorMessage")
                ? map.get("errorMessage")
                : expected;
        return canonical(wanted).equals(canonical(actual));
    }

    /// A text that is the same for the same tree, whatever the order of names and of list items.
    private static String canonical(Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<String, String> sorted = new TreeMap<>();
                map.forEach((name, item) -> sorted.put(String.valueOf(name), canonical(item)));
                yield sorted.toString();
            }
            case List<?> list ->
                list.stream()
                        .map(SamConformanceTest::canonical)
                        .sorted()
                        .toList()
                        .toString();
            case Number number ->
                new BigDecimal(number.toString()).stripTrailingZeros().toPlainString();
            case String text -> "'" + text + "'";
            case null -> "null";
            default -> value.toString();
        };
    }
}
