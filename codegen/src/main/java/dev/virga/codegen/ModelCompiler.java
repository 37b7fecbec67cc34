package dev.virga.codegen;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/// Compiles a Smithy JSON AST into the binary schema that `dev.virga.wire.Model` opens.
public final class ModelCompiler {
    private ModelCompiler() {}

    /// @param ast the whole model; statements that apply traits are merged into it
    /// @param serviceId id of the service; null when the model has only one
    public static byte[] compile(JsonNode ast, @Nullable String serviceId) {
        return new SchemaWriter(new SmithyModel(ast, serviceId)).write();
    }
}
