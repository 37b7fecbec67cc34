package dev.virga.codegen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class SmithyModelTest {
    private static final String MODEL = """
            {"smithy": "2.0", "shapes": {
              "a#Service": {"type": "service", "version": "1", "operations": [{"target": "a#Ping"}],
                "resources": [{"target": "a#Thing"}], "errors": [{"target": "a#Broken"}]},
              "a#Thing": {"type": "resource", "read": {"target": "a#GetThing"},
                "operations": [{"target": "a#Poke"}], "resources": [{"target": "a#Part"}]},
              "a#Part": {"type": "resource", "collectionOperations": [{"target": "a#ListParts"}]},
              "a#Ping": {"type": "operation"},
              "a#Poke": {"type": "operation", "input": {"target": "smithy.api#Unit"}},
              "a#PingResponse": {"type": "operation", "output": {"target": "a#Out"}},
              "a#ListParts": {"type": "operation", "output": {"target": "a#Out"}},
              "a#GetThing": {"type": "operation", "input": {"target": "a#In"},
                "errors": [{"target": "a#Broken"}]},
              "a#Named": {"type": "structure",
                "traits": {"smithy.api#mixin": {"localTraits": ["a#local"]}, "a#local": {}, "a#kept": {}},
                "members": {"name": {"target": "smithy.api#String", "traits": {"a#old": {}}}}},
              "a#In": {"type": "structure", "mixins": [{"target": "a#Named"}],
                "members": {"size": {"target": "smithy.api#PrimitiveInteger"}}},
              "a#In$name": {"type": "apply", "traits": {"smithy.api#required": {}}},
              "a#In$size": {"type": "apply", "traits": {"smithy.api#range": {"min": 1}}},
              "a#Out": {"type": "structure", "members": {"self": {"target": "a#Out"},
                "kinds": {"target": "a#Kinds"}}},
              "a#Kinds": {"type": "set", "member": {"target": "a#Kind"}},
              "a#Kind": {"type": "enum", "members": {"ONE": {"target": "smithy.api#Unit"},
                "TWO": {"target": "smithy.api#Unit", "traits": {"smithy.api#enumValue": "two"}}}},
              "a#Broken": {"type": "structure", "members": {}, "traits": {"smithy.api#error": "server"}},
              "a#Unused": {"type": "structure", "members": {}}
            }}""";

    private static JsonNode ast() throws Exception {
        return new ObjectMapper().readTree(MODEL);
    }

    @Test
    void operationsOfResourcesBelongToTheService() throws Exception {
        SmithyModel model = new SmithyModel(ast(), null);
        assertThat(model.operations().keySet()).containsExactly("GetThing", "ListParts", "Ping", "Poke");
        assertThat(model.serviceErrors()).containsExactly("a#Broken");
        assertThat(model.reachable()).doesNotContain("a#Unused", "a#Named");
    }

    @Test
    void operationsWithoutInputOrOutputGetEmptyStructures() throws Exception {
        SmithyModel model = new SmithyModel(ast(), "a#Service");
        SmithyModel.Operation ping = model.operations().get("Ping");
        assertThat(ping.hasInput()).isFalse();
        assertThat(SmithyModel.local(ping.input())).isEqualTo("PingRequest");
        assertThat(SmithyModel.local(ping.output())).isEqualTo("PingResponse");
        assertThat(model.members(ping.output())).isEmpty();
    }

    @Test
    void mixinsAndAppliedTraitsAreMerged() throws Exception {
        SmithyModel model = new SmithyModel(ast(), null);
        assertThat(model.members("a#In").keySet()).containsExactly("name", "size");
        JsonNode size = model.members("a#In").get("size");
        assertThat(SmithyModel.has(size, "smithy.api#range")).isTrue();
        assertThat(SmithyModel.has(model.shape("a#In"), "a#kept")).isTrue();
        assertThat(SmithyModel.has(model.shape("a#In"), "a#local")).isFalse();
        assertThat(SmithyModel.has(model.shape("a#In"), "smithy.api#mixin")).isFalse();
        JsonNode name = model.members("a#In").get("name");
        assertThat(SmithyModel.has(name, "a#old")).isTrue();
        assertThat(SmithyModel.has(name, "smithy.api#required")).isTrue();
    }

    @Test
    void olderFormsOfSetsAndEnumsAreUnderstood() throws Exception {
        SmithyModel model = new SmithyModel(ast(), null);
        assertThat(model.kind("a#Kinds")).isEqualTo("list");
        assertThat(model.enumValues("a#Kind")).isEqualTo(List.of("ONE", "two"));
    }

    @Test
    void compilingTwiceMakesTheSameBytes() throws Exception {
        JsonNode ast = ast();
        byte[] once = ModelCompiler.compile(ast, null);
        assertThat(ModelCompiler.compile(ast, "a#Service")).isEqualTo(once);
        assertThat(ModelCompiler.compile(ast(), null)).isEqualTo(once);
    }

    @Test
    void aMissingShapeIsNamed() throws Exception {
        assertThatThrownBy(() -> new SmithyModel(ast(), "a#Nothing")).hasMessageContaining("a#Nothing");
    }
}
