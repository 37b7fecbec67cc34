package dev.virga.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @Test
    void valuesAreReadAndWrittenInTheirOrder() {
        String text = "{\"z\":[1,-2,true,false,null,\"a\\\"\\\\\\n\\u0001é😀\"],\"a\":{\"b\":1.50}}";
        Object value = Json.parse(text);
        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put("z", java.util.Arrays.asList(1L, -2L, true, false, null, "a\"\\\n\u0001é😀"));
        expected.put("a", Map.of("b", new BigDecimal("1.50")));
        assertThat(value).isEqualTo(expected);
        assertThat(Json.write(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "9223372036854775807, 9223372036854775807",
        "-9223372036854775808, -9223372036854775808",
        "9223372036854775808, 9223372036854775808",
        "1e3, 1E+3",
        "0, 0",
        "-0, 0",
        "1.10, 1.10",
        "0.1e-7, 1E-8",
    })
    void numbersAreExact(String text, String written) {
        assertThat(Json.write(Json.parse(text))).isEqualTo(written);
    }

    @Test
    void wholeNumbersThatFitAreLongs() {
        assertThat(Json.parse("9223372036854775807")).isEqualTo(Long.MAX_VALUE);
        assertThat(Json.parse("9223372036854775808")).isEqualTo(new BigDecimal("9223372036854775808"));
        assertThat(Json.parse("1.0")).isEqualTo(new BigDecimal("1.0"));
    }

    @Test
    void escapesAndSurrogatesAreUnderstood() {
        assertThat(Json.parse("\"\\ud83d\\ude00\\/\\b\\f\\t\\r\"")).isEqualTo("😀/\b\f\t\r");
        assertThat(Json.write("\ud83d")).isEqualTo("\"\ufffd\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[",
                "[1,",
                "[1,]",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{a:1}",
                "01",
                "-",
                "1.",
                ".5",
                "1e",
                "+1",
                "nul",
                "tru",
                "truex",
                "\"",
                "\"\\",
                "\"\\x\"",
                "\"\\u12\"",
                "\"\n\"",
                "[1] 2",
                "NaN",
                "'a'",
                "{\"a\":1 \"b\":2}",
                "\u00a01",
                "[1}",
                "{]",
            })
    void whatIsNotJsonIsRefused(String text) {
        assertThatThrownBy(() -> Json.parse(text)).isInstanceOf(Json.Malformed.class);
    }

    @Test
    void aMistakeIsFoundByLineAndColumn() {
        assertThatThrownBy(() -> Json.parse("{\n  \"é\": 1,\n  \"b\" 2\n}"))
                .isInstanceOfSatisfying(Json.Malformed.class, e -> {
                    assertThat(e.line()).isEqualTo(3);
                    assertThat(e.column()).isEqualTo(7);
                    assertThat(e).hasMessage("Expected ':' at line 3, column 7 (offset 19)");
                });
    }

    @Test
    void theLastOfTwoEqualNamesCounts() {
        assertThat(Json.parse("{\"a\":1,\"a\":2}")).isEqualTo(Map.of("a", 2L));
        assertThat(Json.parse("[]")).isEqualTo(List.of());
    }
}
