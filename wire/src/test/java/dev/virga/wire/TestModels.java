package dev.virga.wire;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.virga.codegen.ModelCompiler;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// The project's own models, without generated types.
final class TestModels {
    private TestModels() {}

    static Model load(String service) {
        Path file = Path.of(System.getProperty("virga.root", ".."), "models", service + ".json");
        try {
            return new Model(ModelCompiler.compile(new ObjectMapper().readTree(file.toFile()), null), Types.DYNAMIC);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A model that is only for tests.
    static Model own(String name) {
        return own(name, "awsJson1_1");
    }

    /// The same in a protocol of choice.
    static Model own(String name, String protocol) {
        try (InputStream in = TestModels.class.getResourceAsStream("/models/" + name + ".json")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("aws.protocols#PROTOCOL", "aws.protocols#" + protocol);
            return new Model(ModelCompiler.compile(new ObjectMapper().readTree(text), null), Types.DYNAMIC);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The member of this path of names, e.g. `Tags.0.Key`.
    static Object at(Shape shape, Object value, String path) {
        Object current = value;
        Shape here = shape;
        for (String name : path.split("\\.")) {
            switch (here.kind()) {
                case STRUCTURE -> {
                    Member member = here.member(name);
                    current = ((Struct) current).at(member.index());
                    here = member.target();
                }
                case UNION -> {
                    Member member = here.members().get(((Variant) current).tag());
                    current = member.name().equals(name) ? ((Variant) current).value() : null;
                    here = member.target();
                }
                case LIST -> {
                    current = ((java.util.List<?>) current).get(Integer.parseInt(name));
                    here = here.element().target();
                }
                case MAP -> {
                    current = ((java.util.Map<?, ?>) current).get(name);
                    here = here.mapValue().target();
                }
                default -> throw new IllegalArgumentException(path);
            }
        }
        return current;
    }
}
