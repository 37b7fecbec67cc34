package dev.virga.services.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.virga.wire.AwsException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FilterPatternTest {
    private static final String JSON =
            "{\"level\":\"error\",\"size\":7,\"ok\":false,\"none\":null,\"user\":{\"name\":\"ada\","
                    + "\"tags\":[\"x\",\"yes\"]},\"odd key\":1}";
    private static final String ACCESS =
            "127.0.0.1 - frank [10/Oct/2000:13:25:15 -0700] \"GET /index.html HTTP/1.0\" 404 1534";

    @Test
    void patternsMatchAsDocumented() {
        record Case(String pattern, String message, boolean matches) {}
        List<Case> cases = List.of(
                new Case("", "anything", true),
                new Case("ERROR", "[ERROR 400] BAD", true),
                new Case("ERROR", "error", false),
                new Case("ERROR BAD", "[ERROR 400] BAD", true),
                new Case("ERROR GOOD", "[ERROR 400] BAD", false),
                new Case("?GOOD ?BAD", "[ERROR 400] BAD", true),
                new Case("?GOOD ?FINE", "[ERROR 400] BAD", false),
                new Case("ERROR -BAD", "[ERROR 400] BAD", false),
                new Case("\"400] BAD\"", "[ERROR 400] BAD", true),
                new Case("\"say \\\"x\\\"\"", "say \"x\"", true),
                new Case("%4[0-9]{2}%", "[ERROR 400] BAD", true),
                new Case("%^4[0-9]{2}%", "[ERROR 400] BAD", false),
                new Case("%^.ERR?OR+\\s\\d+] B\\w*$%", "[ERROR 400] BAD", true),
                new Case("%5..|4..%", "[ERROR 400] BAD", true),
                new Case("ERROR -%[^0-9]1%", "[ERROR 400] BAD", true),
                new Case("%ab{2,}c% %d{0,2}e$%", "abbbbcdde", true),
                new Case("%ab{2}c%", "abbbbcdde", false),
                new Case("{ $.user.name = %^a.a$% }", JSON, true),
                new Case("{ $.user.name != %^a.a$% }", JSON, false),
                new Case("[..., status = %40[13]%, bytes]", ACCESS, false),
                new Case("{ $.level = \"error\" && $.size > 3 }", JSON, true),
                new Case("{ $.level = \"error\" && $.size > 7 }", JSON, false),
                new Case("{ ($.level = info) || ($.size <= 7.0) }", JSON, true),
                new Case("{ $.level != \"info\" }", JSON, true),
                new Case("{ $.missing != \"info\" }", JSON, false),
                new Case("{ $.level = \"err*\" }", JSON, true),
                new Case("{ $.level = * }", JSON, true),
                new Case("{ $.user.tags[1] = yes }", JSON, true),
                new Case("{ $.user.tags[*] = \"x\" }", JSON, true),
                new Case("{ $.user.tags[2] = yes }", JSON, false),
                new Case("{ $.['odd key'] = 1 }", JSON, true),
                new Case("{ $.ok IS FALSE && $.none IS NULL && $.gone NOT EXISTS }", JSON, true),
                new Case("{ $.none NOT EXISTS }", JSON, false),
                new Case("{ $.level = error }", "no json", false),
                new Case("[ip, id, user, time, request, status = 4*, bytes]", ACCESS, true),
                new Case("[ip, id, user, time, request, status >= 400 && status < 500, bytes > 1000]", ACCESS, true),
                new Case(
                        "[ip, id, user, time, request = \"GET *\", status = 500 || status = 404, bytes]", ACCESS, true),
                new Case("[..., status != 404, bytes]", ACCESS, false),
                new Case("[ip = 127.*, ..., bytes = 1534]", ACCESS, true),
                new Case("[ip, user]", ACCESS, false));
        for (Case each : cases) {
            assertThat(FilterPattern.parse(each.pattern()).matches(each.message()))
                    .as(each.pattern() + " on " + each.message())
                    .isEqualTo(each.matches());
        }
    }

    @Test
    void wrongPatternsAreRefused() {
        for (String wrong : List.of(
                "{ $.a }",
                "{ $.a = 1",
                "{ a = 1 }",
                "{ $.a = 1 } x",
                "\"open",
                "[a, ..., ...]",
                "[a",
                "[a =]",
                "{ " + "(".repeat(60) + "$.a=1" + ")".repeat(60) + " }")) {
            assertThatThrownBy(() -> FilterPattern.parse(wrong))
                    .as(wrong)
                    .isInstanceOf(AwsException.class)
                    .hasMessageStartingWith("Invalid filter pattern: ");
        }
        for (String wrong : List.of("%a", "%(a)%", "%a{2%", "%[a%", "%*a%", "%a{3,2}%", "%a{200}b{200}%", "%\\q%")) {
            assertThatThrownBy(() -> FilterPattern.parse(wrong))
                    .as(wrong)
                    .hasMessageStartingWith("Invalid filter pattern: ");
        }
    }

    @Test
    void wildcardsTakeNoTimeToSpeakOf() {
        String pattern = "{ $.a = \"" + "a*".repeat(200) + "b\" }";
        String message = "{\"a\":\"" + "a".repeat(20_000) + "\"}";
        org.junit.jupiter.api.Assertions.assertTimeout(
                Duration.ofSeconds(5), () -> FilterPattern.parse(pattern).matches(message));
        String regex = "%" + "a*".repeat(120) + "b$%";
        org.junit.jupiter.api.Assertions.assertTimeout(
                Duration.ofSeconds(5), () -> FilterPattern.parse(regex).matches(message));
    }
}
