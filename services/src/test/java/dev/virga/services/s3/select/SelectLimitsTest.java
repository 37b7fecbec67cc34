package dev.virga.services.s3.select;

import static dev.virga.services.s3.select.SelectTest.AS_CSV;
import static dev.virga.services.s3.select.SelectTest.AS_JSON;
import static dev.virga.services.s3.select.SelectTest.LINES;
import static dev.virga.services.s3.select.SelectTest.NOW;
import static dev.virga.services.s3.select.SelectTest.assertCode;
import static dev.virga.services.s3.select.SelectTest.csv;
import static dev.virga.services.s3.select.SelectTest.request;
import static dev.virga.services.s3.select.SelectTest.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.virga.api.s3.CSVInput;
import dev.virga.api.s3.SelectObjectContentEventStream;
import dev.virga.wire.EventStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// One query takes neither all of the memory nor a processor for long.
class SelectLimitsTest {
    @Test
    void aRecordIsMadeColumnByColumnAndNoLongerThanItMayBe() {
        String big = "a".repeat(1_000_000);
        assertCode("OverMaxColumn", () -> ofField(listed("UPPER(s._1)", 20_000), big));
        assertCode("OverMaxRecordSize", () -> ofField(listed("UPPER(s._1)", 4_000), big));
        assertCode("OverMaxRecordSize", () -> ofField(listed("CHAR_LENGTH(UPPER(s._1))", 4_000), big));
        assertCode("OverMaxRecordSize", () -> ofField("[" + listed("s._1 || 'b'", 1_000) + "]", big));
        assertCode("OverMaxRecordSize", () -> ofField("1 IN ((" + listed("LOWER(s._1)", 1_000) + "))", big));
        assertCode("UnsupportedSqlStructure", () -> ofField("[" + listed("1", 20_000) + "]", big));
        assertCode("UnsupportedSqlStructure", () -> ofField("1 IN ((" + listed("1", 20_000) + "))", big));
        assertCode("UnsupportedSqlStructure", () -> ofField(listed("MIN(_1)", 4_000), big));
        assertCode("OverMaxRecordSize", () -> ofField("0" + " + CHAR_LENGTH(MAX(s._1))".repeat(20), big));
        assertCode("InvalidDataType", () -> run("SELECT MIN(s.a) FROM S3Object s", LINES, AS_CSV, "{\"a\":[1]}"));
        String wide = "[" + "[],".repeat(300_000) + "1]";
        assertCode(
                "OverMaxRecordSize",
                () -> run(
                        "SELECT [" + listed("s.a", 1_000) + "] FROM S3Object s",
                        LINES,
                        AS_CSV,
                        "{\"a\":" + wide + "}"));
        assertCode(
                "OverMaxRecordSize",
                () -> run(
                        "SELECT [" + listed("s", 1_000) + "] FROM S3Object s",
                        csv(CSVInput.builder()),
                        AS_JSON,
                        ",".repeat(60_000)));
        assertThat(run("SELECT [s, s._1] FROM S3Object s", csv(CSVInput.builder()), AS_JSON, "a,b"))
                .isEqualTo("{\"_1\":[{\"_1\":\"a\",\"_2\":\"b\"},\"a\"]}\n");
    }

    private static String listed(String item, int count) {
        return item + ("," + item).repeat(count - 1);
    }

    /// What expressions are for a file of one field.
    private static String ofField(String expressions, String field) {
        return ofField(expressions, "", field);
    }

    private static String ofField(String expressions, String where, String field) {
        return run("SELECT " + expressions + " FROM S3Object s " + where, csv(CSVInput.builder()), AS_CSV, field);
    }

    @Test
    void nothingOfARecordThatFailsIsSent() {
        List<SelectObjectContentEventStream> seen = new ArrayList<>();
        assertCode("ExternalEvalException", () -> {
            Select select =
                    Select.of(request("SELECT _1, 1 / CAST(_1 AS INT) FROM S3Object", csv(CSVInput.builder()), AS_CSV)
                            .build());
            try (EventStream<SelectObjectContentEventStream> stream =
                    select.over(new SelectTest.Memory("1\n0\n".getBytes(StandardCharsets.UTF_8)), NOW)) {
                seen.add(stream.next());
                stream.next();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        assertThat(seen)
                .singleElement()
                .isInstanceOfSatisfying(SelectObjectContentEventStream.Records.class, records -> assertThat(
                                new String(records.value().payload(), StandardCharsets.UTF_8))
                        .isEqualTo("1,1\n"));
    }

    @Test
    void aQueryThatTakesTooManyStepsIsStopped() {
        String big = "a".repeat(500_000);
        String like = "s._1 LIKE '%" + "a".repeat(1_000) + "b%'";
        assertCode("ExternalEvalException", () -> ofField("1", "WHERE " + like, big));
        String cheap = "s._1 LIKE '%b%'";
        assertThat(ofField("1", "WHERE " + cheap + (" OR " + cheap).repeat(50), big))
                .isEmpty();
        assertCode("ExternalEvalException", () -> ofField("1", "WHERE " + cheap + (" OR " + cheap).repeat(2_000), big));
        assertCode(
                "ExternalEvalException",
                () -> ofField("1", "WHERE ''" + " || TRIM(s._1 FROM s._1)".repeat(5_000) + " = 'x'", big));
        String blank = " ".repeat(500_000) + "x";
        assertCode("ExternalEvalException", () -> ofField("1", "WHERE 1 = 2" + " OR s._1 = 1".repeat(10_000), blank));
        assertCode(
                "ExternalEvalException",
                () -> ofField(
                        "1", "WHERE CASE s._1 WHEN 0 THEN TRUE" + " WHEN 1 THEN TRUE".repeat(10_000) + " END", blank));
        String far = "1 = 2" + " OR s._1 % s._2 = 7".repeat(12_000);
        String digits = "1e990,3.1e-990\n";
        assertCode("ExternalEvalException", () -> ofField("1", "WHERE " + far, digits));
        String members =
                IntStream.range(0, 80_000).mapToObj(i -> "\"k" + i + "\":1").collect(Collectors.joining(",", "{", "}"));
        assertCode(
                "ExternalEvalException",
                () -> run("SELECT 1 FROM S3Object s WHERE s.x" + " OR s.x".repeat(20_000), LINES, AS_CSV, members));
    }

    @Test
    void trimTakesOffASetOfCharactersInOnePass() {
        assertThat(ofField("CHAR_LENGTH(TRIM(BOTH s._1 FROM s._2))", "", "b".repeat(500_000) + ",yb"))
                .isEqualTo("1\n");
        String set = "b".repeat(400_000) + "a";
        assertThat(ofField("TRIM(BOTH s._1 FROM s._2)", "", set + "," + "a".repeat(400_000) + "y"))
                .isEqualTo("y\n");
        assertThat(ofField("TRIM(BOTH '\uD83D\uDE00' FROM s._1)", "", "\uD83D\uDE00\uD83D\uDE01\uD83D\uDE00"))
                .isEqualTo("\uD83D\uDE01\n");
    }

    @Test
    void lettersThatBecomeSeveralCostLittle() {
        assertThat(ofField("UPPER(s._1)", "", "ß".repeat(400_000))).isEqualTo("SS".repeat(400_000) + "\n");
        String text = "\uD83D\uDE00ŉ".repeat(999);
        assertThat(ofField("UPPER(s._1)", "", text)).isEqualTo("\uD83D\uDE00ʼN".repeat(999) + "\n");
        assertThat(ofField("LOWER(s._1)", "", "İ".repeat(400_000))).isEqualTo("i\u0307".repeat(400_000) + "\n");
        assertThat(ofField("LOWER(s._1)", "", "ΑΣ ΑΣΑ")).isEqualTo("ας ασα\n");
    }

    @Test
    void stepsAreCountedByRecordAndByQuery() {
        Budget budget = new Budget();
        for (int i = 0; i < Budget.MIN_STEPS_OF_QUERY / Budget.MAX_STEPS_OF_RECORD - 1; i++) {
            budget.begin(0);
            budget.charge(Budget.MAX_STEPS_OF_RECORD - 1);
        }
        budget.begin(0);
        assertCode("ExternalEvalException", () -> budget.charge(Budget.MAX_STEPS_OF_RECORD));
        assertCode("ExternalEvalException", () -> budget.begin(0));
        budget.begin(1 << 20);
        budget.charge(1 << 20);
    }

    @Test
    void aClientIsSpokenToWhileRecordsTakeLong() {
        String like = "s._1 LIKE '%" + "a".repeat(1_000) + "b%'";
        String content = ("a".repeat(100_000) + "\n").repeat(2);
        List<SelectObjectContentEventStream> events = SelectTest.events(
                request("SELECT 1 FROM S3Object s WHERE " + like, csv(CSVInput.builder()), AS_CSV)
                        .build(),
                content.getBytes(StandardCharsets.UTF_8));
        assertThat(events)
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("Cont", "Cont", "Stats", "End");
    }
}
