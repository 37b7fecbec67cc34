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
        return run("SELECT " + expressions + " FROM S3Object s", csv(CSVInput.builder()), AS_CSV, field);
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
}
