package dev.virga.services.s3.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.virga.api.s3.CSVInput;
import dev.virga.api.s3.CSVOutput;
import dev.virga.api.s3.InputSerialization;
import dev.virga.api.s3.JSONInput;
import dev.virga.api.s3.JSONOutput;
import dev.virga.api.s3.OutputSerialization;
import dev.virga.api.s3.ParquetInput;
import dev.virga.api.s3.RequestProgress;
import dev.virga.api.s3.ScanRange;
import dev.virga.api.s3.SelectObjectContentEventStream;
import dev.virga.api.s3.SelectObjectContentRequest;
import dev.virga.wire.AwsException;
import dev.virga.wire.EventStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectTest {
    static final Instant NOW = Instant.parse("2026-11-21T09:00:00.250Z");
    private static final String PEOPLE = """
            Name,Age,City,First Name
            ann,31,Oslo,A
            bob,4,"Rome, Italy",B
            cid,,"say \""hi\""",C
            """;
    private static final String ORDERS = """
            {"id":1,"who":{"name":"ann","tags":["x","y"]},"total":10.50,"paid":true}
            {"id":2,"who":{"name":"bob"},"total":7,"paid":false,"note":null}

            {"id":3,"who":{"name":"Cid"},"total":"12","at":"2026-01-31T10:00:00Z"}
            """;
    private static final String RULES = """
            {"Rules": [ {"id": "1", "n": [1,2]}, {"expr": "y > x"}, {"id": "2"} ], "other": {"deep": [[{"a":"]}"}]]}}
            {"created": "June 27", "modified": "July 6"}
            """;

    private static final InputSerialization CSV = csv(CSVInput.builder().fileHeaderInfo("USE"));
    static final InputSerialization LINES = json("LINES");
    static final InputSerialization DOCUMENT = json("DOCUMENT");
    static final OutputSerialization AS_CSV =
            OutputSerialization.builder().csv(CSVOutput.builder().build()).build();
    static final OutputSerialization AS_JSON =
            OutputSerialization.builder().json(JSONOutput.builder().build()).build();

    static InputSerialization csv(CSVInput.Builder csv) {
        return InputSerialization.builder().csv(csv.build()).build();
    }

    private static InputSerialization json(String type) {
        return InputSerialization.builder()
                .json(JSONInput.builder().type(type).build())
                .build();
    }

    static SelectObjectContentRequest.Builder request(
            String sql, InputSerialization input, OutputSerialization output) {
        return SelectObjectContentRequest.builder()
                .bucket("b")
                .key("k")
                .expression(sql)
                .expressionType("SQL")
                .inputSerialization(input)
                .outputSerialization(output);
    }

    record Memory(byte[] bytes) implements Select.Source {
        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public InputStream open(long from, long length) {
            return new ByteArrayInputStream(bytes, (int) from, (int) length);
        }
    }

    static List<SelectObjectContentEventStream> events(SelectObjectContentRequest request, byte[] content) {
        List<SelectObjectContentEventStream> events = new ArrayList<>();
        try (EventStream<SelectObjectContentEventStream> stream =
                Select.of(request).over(new Memory(content), NOW)) {
            for (SelectObjectContentEventStream event = stream.next(); event != null; event = stream.next()) {
                events.add(event);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return events;
    }

    static String run(SelectObjectContentRequest request, byte[] content) {
        StringBuilder all = new StringBuilder();
        for (SelectObjectContentEventStream event : events(request, content)) {
            if (event instanceof SelectObjectContentEventStream.Records records) {
                all.append(new String(records.value().payload(), StandardCharsets.UTF_8));
            }
        }
        return all.toString();
    }

    static String run(String sql, InputSerialization input, OutputSerialization output, String content) {
        return run(request(sql, input, output).build(), content.getBytes(StandardCharsets.UTF_8));
    }

    /// The value of an expression.
    private static String value(String expression) {
        return run("SELECT " + expression + " AS v FROM S3Object s", LINES, AS_JSON, "{\"a\":1}\n")
                .strip();
    }

    static void assertCode(String code, Runnable query) {
        assertThatThrownBy(query::run).isInstanceOfSatisfying(AwsException.class, e -> assertThat(e.code())
                .isEqualTo(code));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "SELECT * FROM S3Object | ann,31,Oslo,A;bob,4,\"Rome, Italy\",B;cid,,\"say \"\"hi\"\"\",C;",
                "SELECT s.name FROM s3object s WHERE s.Age > 5 | ann;",
                "SELECT s.\"Name\", s.\"First Name\" FROM S3Object AS s WHERE s.Age < 5 | bob,B;",
                "SELECT _1, s._3 FROM S3Object s WHERE city LIKE 'Rome%' | bob,\"Rome, Italy\";",
                "SELECT name FROM S3Object WHERE age = '' | cid;",
                "SELECT COUNT(*), SUM(CAST(age AS INT)) FROM S3Object WHERE age <> '' | 2,35;",
                "SELECT MIN(name), MAX(name), AVG(age) FROM S3Object s WHERE age <> '' | ann,bob,17.5;",
                "SELECT COUNT(*) FROM S3Object LIMIT 0 | ~~",
            })
    void csvIsQueried(String sql, String expected) {
        assertThat(run(sql, CSV, AS_CSV, PEOPLE)).isEqualTo(expected.replace(';', '\n'));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "SELECT s.id, s.who.name FROM S3Object[*] s WHERE s.paid | {\"id\":1,\"name\":\"ann\"};",
                "SELECT s.who.tags[1] FROM S3Object s WHERE s.id = 1 | {\"_1\":\"y\"};",
                "SELECT s.note n, s.missing FROM S3Object s WHERE s.note IS NULL AND s.note IS NOT MISSING | {\"n\":null};",
                "SELECT id FROM S3Object s WHERE s.note IS MISSING | {\"id\":1};{\"id\":3};",
                "SELECT id FROM S3Object WHERE id IN (1, 3) AND NOT id = 3 | {\"id\":1};",
                "SELECT id FROM S3Object WHERE 'y' IN who.tags | {\"id\":1};",
                "SELECT id FROM S3Object WHERE total BETWEEN 7 AND 10.5 | {\"id\":1};{\"id\":2};",
                "SELECT id FROM S3Object s WHERE LOWER(s.who.name) LIKE 'c_d' | {\"id\":3};",
                "SELECT EXTRACT(MONTH FROM TO_TIMESTAMP(at)) m FROM S3Object WHERE at IS NOT MISSING | {\"m\":1};",
                "SELECT SUM(total) t, COUNT(id) FROM S3Object WHERE id < 3 | {\"t\":17.50,\"_2\":2};",
                "SELECT * FROM S3Object[*].who.tags[*] | {\"_1\":\"x\"};{\"_1\":\"y\"};{};{};",
                "SELECT * FROM S3Object s WHERE s.id = 2 | {\"id\":2,\"who\":{\"name\":\"bob\"},\"total\":7,\"paid\":false,\"note\":null};",
            })
    void jsonLinesAreQueried(String sql, String expected) {
        assertThat(run(sql, LINES, AS_JSON, ORDERS)).isEqualTo(expected.replace(';', '\n'));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "SELECT id FROM S3Object[*].Rules[*].id | {\"id\":\"1\"};{};{\"id\":\"2\"};{};",
                "SELECT id FROM S3Object[*].Rules[*].id WHERE id IS NOT MISSING | {\"id\":\"1\"};{\"id\":\"2\"};",
                "SELECT r.n[0] FROM S3Object[*].Rules[*] r WHERE r.id = '1' | {\"_1\":1};",
                "SELECT * FROM S3Object[*].Rules[2] | {\"id\":\"2\"};{};",
                "SELECT x.a FROM S3Object[*].other.deep[0][*] x | {\"a\":\"]}\"};{};",
                "SELECT s.created FROM S3Object s | {};{\"created\":\"June 27\"};",
            })
    void jsonDocumentsAreQueried(String sql, String expected) {
        assertThat(run(sql, DOCUMENT, AS_JSON, RULES)).isEqualTo(expected.replace(';', '\n'));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "1 + 2 * 3 - 4 / 2 % 3 | 5",
                "-(2 - 5) | 3",
                "7 / 2 | 3",
                "7 / 2.0 | 3.5",
                "0.1 + 0.2 | 0.3",
                "FALSE AND NULL | false",
                "TRUE OR NULL | true",
                "1 <> 2 AND 'a' != 'b' | true",
                "'abc' LIKE 'a%c' | true",
                "'a%c' LIKE 'a!%c' ESCAPE '!' | true",
                "'abc' NOT LIKE '_b_' | false",
                "'aXbXc' LIKE '%X_X%' | true",
                "'héé' LIKE 'h__' | true",
                "3 NOT BETWEEN 1 AND 2 | true",
                "CASE WHEN 1 > 2 THEN 'a' WHEN 2 > 1 THEN 'b' ELSE 'c' END | \"b\"",
                "CASE 3 WHEN 1 THEN 'a' END | null",
                "COALESCE(NULL, MISSING, 5) | 5",
                "NULLIF(4, 4) | null",
                "CAST('12' AS INT) + 1 | 13",
                "CAST(3.9 AS INTEGER) | 3",
                "CAST('1.25' AS DECIMAL(5, 1)) | 1.3",
                "CAST('true' AS BOOL) | true",
                "CAST('2.50' AS FLOAT) | 2.5",
                "CHAR_LENGTH('héé') | 3",
                "SUBSTRING('123456789', 0) | \"123456789\"",
                "SUBSTRING('123456789', -1, 4) | \"12\"",
                "SUBSTRING('123456789' FROM 3 FOR 2) | \"34\"",
                "SUBSTRING('123', 9) | \"\"",
                "TRIM(LEADING FROM '  x ') | \"x \"",
                "TRIM(BOTH '12' FROM '1112211foo22211122') | \"foo\"",
                "TO_STRING(`1969-07-20T20:18Z`, 'MMMM d, y') | \"July 20, 1969\"",
                "TO_STRING(`1969-07-20T20:18:13.120Z`, 'y-MM-dd''T''H:m:ssX') | ~\"1969-07-20T20:18:13Z\"~",
                "TO_STRING(`1969-07-20T20:18:00+08:00`, 'yy-M-dd h:mm a XXX n') | \"69-7-20 8:18 PM +08:00 0\"",
                "DATE_ADD(year, 5, `2010-01-01T`) | \"2015-01-01\"",
                "DATE_ADD(hour, 1, `2017T`) | \"2017-01-01T01:00Z\"",
                "DATE_ADD(minute, 1, `2017-01-02T03:04:05.006Z`) | \"2017-01-02T03:05:05.006Z\"",
                "DATE_DIFF(month, `2010T`, `2011T`) | 12",
                "DATE_DIFF(month, `2011T`, `2010T`) | -12",
                "DATE_DIFF(day, `2010-01-01T23:00Z`, `2010-01-02T01:00Z`) | 0",
                "EXTRACT(TIMEZONE_HOUR FROM TO_TIMESTAMP('2010-01-01T23:00+02:30')) | 2",
                "EXTRACT(YEAR FROM UTCNOW()) | 2026",
                "TO_STRING(UTCNOW(), 'y-MM-dd HH:mm:ss.SSS') | \"2026-11-21 09:00:00.250\"",
                "`2010-01-01T` < `2010-01-02T` | true",
                "'it''s' | \"it's\"",
                "s.a -- the only one | 1",
            })
    void expressionsHaveTheirValues(String expression, String expected) {
        String sql = expression.contains("--") ? expression + "\n" : expression;
        assertThat(value(sql)).isEqualTo("{\"v\":" + expected + "}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "ParseUnsupportedSelect | DROP TABLE x",
                "ParseEmptySelect | SELECT FROM S3Object",
                "ParseSelectMissingFrom | SELECT 1",
                "InvalidDataSource | SELECT * FROM other",
                "ParseAsteriskIsNotAloneInSelectList | SELECT *, a FROM S3Object",
                "MultipleDataSourcesUnsupported | SELECT * FROM S3Object a, S3Object b",
                "ParseUnsupportedSyntax | SELECT a FROM S3Object GROUP BY a",
                "ParseUnexpectedToken | SELECT a FROM S3Object WHERE a = 1 )",
                "ParseUnexpectedKeyword | SELECT a FROM S3Object WHERE a = AND",
                "ParseExpectedExpression | SELECT a FROM S3Object WHERE",
                "ParseExpectedTypeName | SELECT CAST(a AS THING) FROM S3Object",
                "ParseExpectedWhenClause | SELECT CASE a END FROM S3Object",
                "ParseExpectedDatePart | SELECT EXTRACT(EON FROM a) FROM S3Object",
                "ParseUnsupportedCallWithStar | SELECT SUM(*) FROM S3Object",
                "ParseInvalidPathComponent | SELECT a[-1] FROM S3Object",
                "EvaluatorNegativeLimit | SELECT a FROM S3Object LIMIT -1",
                "EvaluatorInvalidArguments | SELECT LOWER(a, b) FROM S3Object",
                "UnsupportedFunction | SELECT SLEEP(9) FROM S3Object",
                "UnsupportedSqlStructure | SELECT a, COUNT(*) FROM S3Object",
                "UnsupportedSqlStructure | SELECT a FROM S3Object WHERE COUNT(*) > 1",
                "LexerInvalidChar | SELECT a ? b FROM S3Object",
                "LexerInvalidLiteral | SELECT 'a FROM S3Object",
                "LexerInvalidIONLiteral | SELECT `{{}}` FROM S3Object",
                "LikeInvalidInputs | SELECT a FROM S3Object WHERE a LIKE 'x!' ESCAPE '!'",
                "CastFailed | SELECT CAST('x' AS INT) FROM S3Object",
                "InvalidDataType | SELECT 'x' + 1 FROM S3Object",
                "InvalidDataType | SELECT 1 FROM S3Object WHERE 'x'",
                "IntegerOverflow | SELECT 9223372036854775807 + 1 FROM S3Object",
                "ExternalEvalException | SELECT 1 / 0 FROM S3Object",
                "ValueParseFailure | SELECT TO_TIMESTAMP('x') FROM S3Object",
                "IncorrectSqlFunctionArgumentType | SELECT UPPER(1) FROM S3Object",
                "EvaluatorInvalidTimestampFormatPatternSymbol | SELECT TO_STRING(UTCNOW(), 'Q') FROM S3Object",
            })
    void badExpressionsAreRefused(String code, String sql) {
        assertCode(code, () -> run(sql, LINES, AS_JSON, "{}\n"));
    }

    @Test
    void stringsAreJoined() {
        assertThat(run("SELECT name || '-' || city c FROM S3Object s LIMIT 1", CSV, AS_JSON, PEOPLE))
                .isEqualTo("{\"c\":\"ann-Oslo\"}\n");
        assertCode("InvalidDataType", () -> value("'a' || 1"));
        assertThat(run("SELECT s, [s._9] FROM S3Object s LIMIT 1", csv(CSVInput.builder()), AS_JSON, "a,b\n"))
                .isEqualTo("{\"s\":{\"_1\":\"a\",\"_2\":\"b\"},\"_2\":[null]}\n");
    }

    @Test
    void hostileExpressionsCostLittle() {
        String deep = "(".repeat(50_000) + "1" + ")".repeat(50_000);
        assertCode("UnsupportedSqlStructure", () -> value(deep));
        assertCode("UnsupportedSqlStructure", () -> value("NOT ".repeat(50_000) + "TRUE"));
        assertCode("UnsupportedSqlStructure", () -> value("- ".repeat(50_000) + "1"));
        assertCode("UnsupportedSqlStructure", () -> value("1" + " = 1".repeat(40_000)));
        assertCode("ExpressionTooLong", () -> value(" ".repeat(256 << 10)));
        assertThat(value("1" + " + 1".repeat(50_000))).isEqualTo("{\"v\":50001}");
        assertThat(value("TRUE" + " AND TRUE".repeat(20_000))).isEqualTo("{\"v\":true}");
        String text = "a".repeat(100_000);
        assertThat(run(
                        "SELECT 1 FROM S3Object s WHERE s._1 LIKE '" + "%a".repeat(400) + "b'",
                        csv(CSVInput.builder()),
                        AS_CSV,
                        text + "\n"))
                .isEmpty();
        assertCode("LikeInvalidInputs", () -> value("'a' LIKE '" + "%a".repeat(600) + "'"));
        String doubled = "s._1" + " || s._1".repeat(200);
        assertCode(
                "ColumnTooLong",
                () -> run("SELECT " + doubled + " FROM S3Object s", csv(CSVInput.builder()), AS_CSV, text + "\n"));
        assertCode("IntegerOverflow", () -> value("1e900" + " * 1e900".repeat(100)));
    }

    @Test
    void filesAreCutAsTheRequestSays() {
        InputSerialization odd = csv(CSVInput.builder()
                .recordDelimiter(";")
                .fieldDelimiter("|")
                .quoteCharacter("'")
                .quoteEscapeCharacter("\\")
                .comments("!"));
        assertThat(run("SELECT _2, _1 FROM S3Object", odd, AS_CSV, "a|'b\\'|c';!no|no;;d|e"))
                .isEqualTo("b'|c,a\ne,d\n");
        InputSerialization quoted = csv(CSVInput.builder().allowQuotedRecordDelimiter(true));
        assertThat(run("SELECT s._1 FROM S3Object s", quoted, AS_JSON, "\"a\nb\",1\r\nc,2\r\n"))
                .isEqualTo("{\"_1\":\"a\\nb\"}\n{\"_1\":\"c\"}\n");
        assertCode(
                "CSVEscapingRecordDelimiter",
                () -> run("SELECT * FROM S3Object", csv(CSVInput.builder()), AS_CSV, "\"a\nb\",1\n"));
        assertCode("CSVUnescapedQuote", () -> run("SELECT * FROM S3Object", quoted, AS_CSV, "\"a\nb,1\n"));
        assertThat(run(
                        "SELECT * FROM S3Object",
                        csv(CSVInput.builder().fileHeaderInfo("IGNORE")),
                        AS_JSON,
                        "\uFEFFx,y\n1,2\n"))
                .isEqualTo("{\"_1\":\"1\",\"_2\":\"2\"}\n");
        OutputSerialization always = OutputSerialization.builder()
                .csv(CSVOutput.builder()
                        .quoteFields("ALWAYS")
                        .recordDelimiter("\r\n")
                        .fieldDelimiter("\t")
                        .build())
                .build();
        assertThat(run("SELECT _1, _9, _2 FROM S3Object", csv(CSVInput.builder()), always, "a,\"b\"\"c\"\n"))
                .isEqualTo("\"a\"\t\"\"\t\"b\"\"c\"\r\n");
    }

    @Test
    void badContentIsToldAfterWhatWasGood() {
        assertCode("MissingHeaders", () -> run("SELECT s.nobody FROM S3Object s", CSV, AS_CSV, PEOPLE));
        assertCode("AmbiguousFieldName", () -> run("SELECT a FROM S3Object", CSV, AS_CSV, "a,A\n1,2\n"));
        assertCode("InvalidColumnIndex", () -> run("SELECT _0 FROM S3Object", CSV, AS_CSV, PEOPLE));
        assertCode("InvalidTableAlias", () -> run("SELECT x.name FROM S3Object s", CSV, AS_CSV, PEOPLE));
        assertCode("JSONParsingError", () -> run("SELECT * FROM S3Object", DOCUMENT, AS_JSON, "{\"a\":[1}"));
        assertCode("JSONParsingError", () -> run("SELECT * FROM S3Object", LINES, AS_JSON, "{\"a\":\n1}"));
        assertCode("JSONParsingError", () -> run("SELECT * FROM S3Object", DOCUMENT, AS_JSON, "[".repeat(100_000)));
        assertCode(
                "JSONParsingError", () -> run("SELECT * FROM S3Object[*].b", DOCUMENT, AS_JSON, "[".repeat(100_000)));
        assertCode("OverMaxRecordSize", () -> run("SELECT * FROM S3Object", CSV, AS_CSV, "x\n" + "a".repeat(2 << 20)));
        assertCode("OverMaxRecordSize", () -> run("SELECT * FROM S3Object", LINES, AS_CSV, "\"" + "a".repeat(2 << 20)));
        byte[] latin = "a,\u00e9\n".getBytes(StandardCharsets.ISO_8859_1);
        assertCode(
                "InvalidTextEncoding",
                () -> run(
                        request("SELECT * FROM S3Object", csv(CSVInput.builder()), AS_CSV)
                                .build(),
                        latin));
        List<SelectObjectContentEventStream> seen = new ArrayList<>();
        assertCode("JSONParsingError", () -> {
            byte[] content = "{\"a\":1}\n{oops\n".getBytes(StandardCharsets.UTF_8);
            Select select =
                    Select.of(request("SELECT * FROM S3Object", LINES, AS_JSON).build());
            try (EventStream<SelectObjectContentEventStream> stream = select.over(new Memory(content), NOW)) {
                seen.add(stream.next());
                stream.next();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        assertThat(seen).singleElement().isInstanceOf(SelectObjectContentEventStream.Records.class);
    }

    @Test
    void compressedObjectsAreReadOnTheirWay() throws IOException {
        byte[] zipped = gzip(PEOPLE.getBytes(StandardCharsets.UTF_8));
        InputSerialization input = CSV.toBuilder().compressionType("GZIP").build();
        SelectObjectContentRequest request =
                request("SELECT name FROM S3Object LIMIT 1", input, AS_CSV).build();
        assertThat(run(request, zipped)).isEqualTo("ann\n");
        assertCode("InvalidCompressionFormat", () -> run(request, PEOPLE.getBytes(StandardCharsets.UTF_8)));
        byte[] big = gzip("1,2,3,4,5,6,7,8,9\n".repeat(400_000).getBytes(StandardCharsets.UTF_8));
        SelectObjectContentRequest count = request(
                        "SELECT COUNT(*) FROM S3Object",
                        csv(CSVInput.builder()).toBuilder()
                                .compressionType("GZIP")
                                .build(),
                        AS_CSV)
                .requestProgress(RequestProgress.builder().enabled(true).build())
                .build();
        List<SelectObjectContentEventStream> events = events(count, big);
        assertThat(events.getFirst()).isInstanceOf(SelectObjectContentEventStream.Progress.class);
        assertThat(events.getLast()).isInstanceOf(SelectObjectContentEventStream.End.class);
        assertThat(events.get(events.size() - 2))
                .isInstanceOfSatisfying(SelectObjectContentEventStream.Stats.class, stats -> {
                    assertThat(stats.value().details().bytesScanned()).isEqualTo(big.length);
                    assertThat(stats.value().details().bytesProcessed()).isEqualTo(7_200_000);
                    assertThat(stats.value().details().bytesReturned()).isEqualTo(7);
                });
        assertCode("TruncatedInput", () -> run(count, Arrays.copyOf(big, big.length / 2)));
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(content);
        }
        return out.toByteArray();
    }

    @Test
    void aScanRangeTakesRecordsThatBeginInIt() {
        String content = "h\naa\nbbé\ncc\ndd\n";
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        InputSerialization input = csv(CSVInput.builder().fileHeaderInfo("USE"));
        for (int cut = 0; cut <= bytes.length; cut++) {
            String both = run(ranged(input, null, cut), bytes) + run(ranged(input, cut, null), bytes);
            String start = cut == 0 ? "" : run(ranged(input, 0, cut - 1), bytes);
            assertThat(start + run(ranged(input, cut, null), bytes)).isEqualTo("aa\nbbé\ncc\ndd\n");
            assertThat(both).endsWith("dd\n".repeat(cut >= 3 && cut <= 13 ? 1 : 0));
        }
        assertThat(run(ranged(LINES, 2, 3), "1\n2\n3\n4\n".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("2\n");
        assertCode("InvalidScanRange", () -> run(ranged(input, 5, 2), bytes));
        assertCode("UnsupportedScanRangeInput", () -> run(ranged(DOCUMENT, 0, 2), bytes));
    }

    private static SelectObjectContentRequest ranged(InputSerialization input, Integer start, Integer end) {
        ScanRange range = ScanRange.builder()
                .start(start == null ? null : (long) start)
                .end(end == null ? null : (long) end)
                .build();
        return request("SELECT * FROM S3Object", input, AS_CSV).scanRange(range).build();
    }

    @Test
    void requestsAreCheckedBeforeTheObjectIsRead() {
        assertCode(
                "InvalidExpressionType",
                () -> Select.of(request("SELECT 1 FROM S3Object", CSV, AS_CSV)
                        .expressionType("NOSQL")
                        .build()));
        assertCode(
                "MissingRequiredParameter",
                () -> Select.of(request(
                                "SELECT 1 FROM S3Object",
                                InputSerialization.builder().build(),
                                AS_CSV)
                        .build()));
        assertCode(
                "ObjectSerializationConflict",
                () -> Select.of(request(
                                "SELECT 1 FROM S3Object",
                                CSV.toBuilder().json(LINES.json()).build(),
                                AS_CSV)
                        .build()));
        assertCode(
                "NotImplemented",
                () -> Select.of(request(
                                "SELECT 1 FROM S3Object",
                                InputSerialization.builder()
                                        .parquet(ParquetInput.builder().build())
                                        .build(),
                                AS_CSV)
                        .build()));
        assertCode(
                "NotImplemented",
                () -> Select.of(request(
                                "SELECT 1 FROM S3Object",
                                CSV.toBuilder().compressionType("BZIP2").build(),
                                AS_CSV)
                        .build()));
        assertCode(
                "InvalidFileHeaderInfo",
                () -> Select.of(
                        request("SELECT 1 FROM S3Object", csv(CSVInput.builder().fileHeaderInfo("X")), AS_CSV)
                                .build()));
        assertCode(
                "InvalidRequestParameter",
                () -> Select.of(
                        request("SELECT 1 FROM S3Object", csv(CSVInput.builder().quoteCharacter("xx")), AS_CSV)
                                .build()));
    }
}
