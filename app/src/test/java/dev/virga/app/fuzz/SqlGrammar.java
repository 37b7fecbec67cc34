package dev.virga.app.fuzz;

import dev.virga.api.s3.CSVInput;
import dev.virga.api.s3.InputSerialization;
import dev.virga.api.s3.JSONInput;
import dev.virga.api.s3.JSONOutput;
import dev.virga.api.s3.OutputSerialization;
import dev.virga.api.s3.SelectObjectContentRequest;
import dev.virga.services.s3.select.Select;
import dev.virga.wire.EventStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/// Queries of S3 Select, and an object to run them on.
final class SqlGrammar {
    static final List<String> TOKENS = List.of(
            "SELECT ",
            " FROM S3Object[*].a[*] s ",
            " WHERE ",
            " LIMIT 9223372036854775808",
            " LIKE '%_%' ESCAPE '!'",
            " IS NOT MISSING",
            " BETWEEN 1 AND ",
            "CASE WHEN ",
            " END",
            "CAST(",
            " AS DECIMAL(38,38))",
            "COUNT(*)",
            "SUM(",
            "SUBSTRING('é' FROM -1 FOR ",
            "TRIM(BOTH '' FROM ",
            "TO_STRING(UTCNOW(), 'yyyy''",
            "DATE_ADD(year, 99999999999, ",
            "`9999-12-31T23:59:59.999999999+14:00`",
            "1e999",
            "||",
            "--",
            "'",
            "\"",
            "[",
            "(");

    private static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");
    private static final byte[] JSON =
            "{\"a\":[1,2.5,\"x\",null,{\"b\":true}],\"t\":\"2026-01-01T00:00Z\"}\n{\"b\":\"é\"}\n"
                    .getBytes(StandardCharsets.UTF_8);
    private static final byte[] CSV = "a,b\n1,x\n,\"y\"\"z\"\n".getBytes(StandardCharsets.UTF_8);

    private SqlGrammar() {}

    static byte[] query(Random random) {
        String sql =
                "SELECT " + column(random) + " FROM S3Object" + one(random, "", " s", "[*].a[*] s", "[*].a[4].b AS s");
        if (random.nextBoolean()) {
            sql += " WHERE " + condition(random, 0);
        }
        return (random.nextInt(3) == 0 ? sql + " LIMIT " + random.nextInt(3) : sql).getBytes(StandardCharsets.UTF_8);
    }

    private static String one(Random random, String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private static String column(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> "*";
            case 1 -> value(random, 0) + " AS x, " + value(random, 0);
            case 2 -> "COUNT(*), " + one(random, "SUM", "AVG", "MIN", "MAX") + "(" + value(random, 1) + ")";
            default -> value(random, 0);
        };
    }

    private static String value(Random random, int depth) {
        if (depth > 3) {
            return one(random, "s", "a", "s.a[0]", "b", "_1", "1", "0.5", "'x'", "NULL", "`2010-01T`");
        }
        String inner = value(random, depth + 1);
        return switch (random.nextInt(8)) {
            case 0 -> inner + one(random, " + ", " - ", " * ", " / ", " % ", " || ") + value(random, depth + 1);
            case 1 ->
                one(random, "LOWER", "UPPER", "CHAR_LENGTH", "TO_TIMESTAMP", "COALESCE", "TRIM") + "(" + inner + ")";
            case 2 ->
                "CAST(" + inner + " AS " + one(random, "INT", "STRING", "DECIMAL(5,2)", "BOOL", "TIMESTAMP") + ")";
            case 3 -> "CASE WHEN " + condition(random, depth + 1) + " THEN " + inner + " ELSE 1 END";
            case 4 -> "SUBSTRING(" + inner + ", " + random.nextInt(4) + ")";
            case 5 -> "DATE_DIFF(day, TO_TIMESTAMP(t), " + inner + ")";
            default -> inner;
        };
    }

    private static String condition(Random random, int depth) {
        String left = value(random, 3);
        return switch (random.nextInt(depth > 3 ? 5 : 7)) {
            case 0 -> left + one(random, " = ", " <> ", " < ", " >= ") + value(random, 3);
            case 1 -> left + one(random, " IS NULL", " IS NOT MISSING");
            case 2 -> left + one(random, "", " NOT") + " IN (1, 'x', " + value(random, 3) + ")";
            case 3 -> left + " BETWEEN 0 AND " + value(random, 3);
            case 4 -> "CAST(" + left + " AS STRING) LIKE " + one(random, "'%x_'", "'!%%' ESCAPE '!'", "'%'");
            case 5 -> "NOT (" + condition(random, depth + 1) + ")";
            default -> condition(random, depth + 1) + one(random, " AND ", " OR ") + condition(random, depth + 1);
        };
    }

    /// Runs it on lines, on a document and on a file.
    static String run(byte[] input) {
        String sql = new String(input, StandardCharsets.UTF_8);
        int events = run(sql, json("LINES"), JSON) + run(sql, json("DOCUMENT"), JSON);
        InputSerialization csv = InputSerialization.builder()
                .csv(CSVInput.builder().fileHeaderInfo("USE").build())
                .build();
        return "events " + Math.min(9, events + run(sql, csv, CSV));
    }

    private static InputSerialization json(String type) {
        return InputSerialization.builder()
                .json(JSONInput.builder().type(type).build())
                .build();
    }

    private static int run(String sql, InputSerialization input, byte[] content) {
        SelectObjectContentRequest request = SelectObjectContentRequest.builder()
                .expression(sql)
                .expressionType("SQL")
                .inputSerialization(input)
                .outputSerialization(OutputSerialization.builder()
                        .json(JSONOutput.builder().build())
                        .build())
                .build();
        int events = 0;
        try (EventStream<?> stream = Select.of(request).over(new Memory(content), NOW)) {
            while (stream.next() != null) {
                events++;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return events;
    }

    private record Memory(byte[] content) implements Select.Source {
        @Override
        public long size() {
            return content.length;
        }

        @Override
        public InputStream open(long from, long length) {
            return new ByteArrayInputStream(content, (int) from, (int) length);
        }
    }
}
