package dev.virga.services.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.virga.wire.AwsException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// From text to tree.
class ReaderTest {
    private static Object value(String yaml) {
        return TemplateReader.read("A: " + yaml).root().get("A");
    }

    static Stream<Arguments> scalars() {
        return Stream.of(
                Arguments.of("2010-09-09", "2010-09-09"),
                Arguments.of("012345678901", "012345678901"),
                Arguments.of("123456789012", 123456789012L),
                Arguments.of("0x1F", "0x1F"),
                Arguments.of("017", "017"),
                Arguments.of("1_000", "1_000"),
                Arguments.of("12:30:45", "12:30:45"),
                Arguments.of("1.10", "1.10"),
                Arguments.of("1.5", 1.5),
                Arguments.of("1e3", "1e3"),
                Arguments.of("99999999999999999999999", "99999999999999999999999"),
                Arguments.of("42", 42),
                Arguments.of("-1", -1),
                Arguments.of("yes", "yes"),
                Arguments.of("true", true),
                Arguments.of("'true'", "true"),
                Arguments.of("\"42\"", "42"),
                Arguments.of("!!str 42", "42"),
                Arguments.of("~", null),
                Arguments.of("", null),
                Arguments.of("''", ""),
                Arguments.of("nodejs22.x", "nodejs22.x"));
    }

    @ParameterizedTest
    @MethodSource("scalars")
    void scalarsHaveTheTypesThatCloudFormationGivesThem(String yaml, Object expected) {
        assertThat(value(yaml)).isEqualTo(expected);
    }

    static Stream<Arguments> shortForms() {
        return Stream.of(
                Arguments.of("!Ref X", Map.of("Ref", "X")),
                Arguments.of("!GetAtt X.Y.Z", Map.of("Fn::GetAtt", List.of("X", "Y.Z"))),
                Arguments.of("!GetAtt [X, Y]", Map.of("Fn::GetAtt", List.of("X", "Y"))),
                Arguments.of("!Sub '${X}-y'", Map.of("Fn::Sub", "${X}-y")),
                Arguments.of(
                        "!Join [',', [a, !Ref X]]", Map.of("Fn::Join", List.of(",", List.of("a", Map.of("Ref", "X"))))),
                Arguments.of("!Condition C", Map.of("Condition", "C")),
                Arguments.of("!Not [!Condition C]", Map.of("Fn::Not", List.of(Map.of("Condition", "C")))),
                Arguments.of("!Base64\n  Fn::Sub: x", Map.of("Fn::Base64", Map.of("Fn::Sub", "x"))));
    }

    @ParameterizedTest
    @MethodSource("shortForms")
    void shortFormsBecomeLongOnes(String yaml, Object expected) {
        assertThat(value(yaml)).isEqualTo(expected);
    }

    @Test
    void aliasesAndMergedKeysAreExpanded() {
        Map<String, Object> root = TemplateReader.read("""
                Base: &base {a: 1, b: 2}
                Same: *base
                More: {<<: *base, b: 3}
                """).root();
        assertThat(root.get("Same")).isEqualTo(Map.of("a", 1, "b", 2));
        assertThat(root.get("More")).isEqualTo(Map.of("a", 1, "b", 3));
    }

    static Stream<Arguments> malformed() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            bomb.append("a%d: &a%d [%s]\n"
                    .formatted(i, i, String.join(", ", java.util.Collections.nCopies(10, "*a" + (i - 1)))));
        }
        return Stream.of(
                Arguments.of("Resources:\n  A:\n    Type: x: y\n", "YAML not well-formed. (line 3, column 12)"),
                Arguments.of("A: 1\nB: [1, 2\nC: 3\n", "(line 3, column 2)"),
                Arguments.of(
                        "{\n\t\"A\": 1,\n\t\"A\": 2\n}", "JSON not well-formed. (line 3, column 2): duplicate key A"),
                Arguments.of("A: !Foo x", "(line 1, column 4): unsupported tag !Foo"),
                Arguments.of("A: !!binary aGk=", "unsupported tag tag:yaml.org,2002:binary"),
                Arguments.of("A: *nothing", "(line 1, column 4)"),
                Arguments.of("A: &a [*a]", "undefined alias"),
                Arguments.of("- a\n- b", "unsupported structure"),
                Arguments.of("just text", "unsupported structure"),
                Arguments.of("", "Template format error"),
                Arguments.of("A: 1\n---\nB: 2\n", "a template is one document"),
                Arguments.of("? [a, b]\n: c\n", "keys must be texts"),
                Arguments.of("A: \u0007", "Template format error"),
                Arguments.of("A: " + "[".repeat(5000), "nested more than 100 levels deep"),
                Arguments.of("{\"A\":".repeat(5000), "nested more than 100 levels deep"),
                Arguments.of("A: " + "x".repeat(1_000_001), "less than or equal to 1000000"),
                Arguments.of(bomb.toString(), "more than 200000 values"));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void whatIsWrongIsSaidWithItsPlace(String text, String message) {
        assertThatThrownBy(() -> TemplateReader.read(text))
                .isInstanceOf(AwsException.class)
                .hasMessageContaining(message)
                .extracting(e -> ((AwsException) e).code())
                .isEqualTo("ValidationError");
    }

    @Test
    void jsonIsReadAsItIs() {
        Template template =
                TemplateReader.read("{\"A\":{\"Fn::Sub\":\"a\\/b\\u00e9\\ud83d\\ude00\"},\"B\":[1,true,null]}");
        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put("A", Map.of("Fn::Sub", "a/b\u00e9\ud83d\ude00"));
        expected.put("B", java.util.Arrays.asList(1, true, null));
        assertThat(template.root()).isEqualTo(expected);
        assertThat(template.where("B", "1")).isEqualTo(" (line 1, column 50)");
    }
}
