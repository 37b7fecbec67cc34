package dev.virga.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.virga.wire.AwsException;
import dev.virga.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A file of inputs for one decoder, `/vectors/NAME.json`: each with the value or the error code
/// that comes of it. An input is text, `{"repeat": INPUT, "times": N}`, or a list of them.
public record VectorFile(String name, Map<?, ?> content) {
    private static final int LEAST = 15;

    /// Reads the input of a case.
    public interface Decoder {
        /// The value, or an [AwsException] with the code.
        Object read(Map<?, ?> one) throws IOException;
    }

    public static VectorFile of(String name) throws IOException {
        try (InputStream in = VectorFile.class.getResourceAsStream("/vectors/" + name + ".json")) {
            return new VectorFile(name, (Map<?, ?>)
                    Json.parse(Objects.requireNonNull(in, name).readAllBytes()));
        }
    }

    public static String text(Object input) {
        return switch (input) {
            case String text -> text;
            case List<?> parts ->
                String.join("", parts.stream().map(VectorFile::text).toList());
            case Map<?, ?> map -> text(map.get("repeat")).repeat(((Number) map.get("times")).intValue());
            default -> throw new IllegalArgumentException("no input: " + input);
        };
    }

    /// Fails with all cases that give something else than the file says.
    public void check(Decoder decoder) throws IOException {
        List<?> cases = (List<?>) content.get("cases");
        assertThat(cases).hasSizeGreaterThanOrEqualTo(LEAST);
        List<String> wrong = new ArrayList<>();
        int refused = 0;
        for (Object each : cases) {
            Map<?, ?> one = (Map<?, ?>) each;
            Object expected = one.containsKey("error") ? Map.of("error", one.get("error")) : one.get("value");
            Object outcome;
            try {
                outcome = decoder.read(one);
            } catch (AwsException e) {
                outcome = Map.of("error", e.code());
            }
            refused += one.containsKey("error") ? 1 : 0;
            if (!Json.write(outcome).equals(Json.write(expected))) {
                wrong.add(one.get("name") + ": " + Json.write(outcome));
            }
        }
        assertThat(wrong).isEmpty();
        System.out.println("[count] Vectors, " + name + ": " + cases.size() + ", of which " + refused
                + " are refused with the right error");
    }
}
