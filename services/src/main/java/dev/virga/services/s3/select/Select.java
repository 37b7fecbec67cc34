package dev.virga.services.s3.select;

import dev.virga.api.s3.CSVInput;
import dev.virga.api.s3.CSVOutput;
import dev.virga.api.s3.InputSerialization;
import dev.virga.api.s3.JSONInput;
import dev.virga.api.s3.JSONOutput;
import dev.virga.api.s3.OutputSerialization;
import dev.virga.api.s3.ScanRange;
import dev.virga.api.s3.SelectObjectContentEventStream;
import dev.virga.api.s3.SelectObjectContentRequest;
import dev.virga.wire.AwsException;
import dev.virga.wire.EventStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/// A query of one object, read from its request: which records of the object, and what of them, in
/// what form. It is good for one object, any number of times. Immutable.
///
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_SelectObjectContent.html
public final class Select {
    private static final int GZIP_BUFFER = 1 << 16;

    /// What is queried.
    public interface Source {
        /// In bytes.
        long size();

        /// @param from first byte, @param length number of bytes; inside the object
        InputStream open(long from, long length) throws IOException;
    }

    private final Query query;
    private final @Nullable CsvFormat csv;
    private final boolean lines;
    private final boolean gzip;
    private final Output output;
    private final boolean progress;
    private final @Nullable ScanRange range;

    private Select(
            Query query,
            @Nullable CsvFormat csv,
            boolean lines,
            boolean gzip,
            Output output,
            boolean progress,
            @Nullable ScanRange range) {
        this.query = query;
        this.csv = csv;
        this.lines = lines;
        this.gzip = gzip;
        this.output = output;
        this.progress = progress;
        this.range = range;
    }

    /// @throws dev.virga.wire.AwsException with one of S3's codes, when it is not a good one
    public static Select of(SelectObjectContentRequest request) {
        if (!"SQL".equals(request.expressionType())) {
            throw SelectErrors.error(
                    "InvalidExpressionType", "The ExpressionType is invalid. Only SQL expressions are supported.");
        }
        if (request.expression() == null || request.expression().isBlank()) {
            throw SelectErrors.missingParameter("Expression");
        }
        InputSerialization input = request.inputSerialization();
        OutputSerialization output = request.outputSerialization();
        if (input == null) {
            throw SelectErrors.missingParameter("InputSerialization");
        }
        if (output == null) {
            throw SelectErrors.missingParameter("OutputSerialization");
        }
        CsvFormat csv = csv(input);
        boolean lines = csv == null && lines(input.json());
        boolean gzip = gzip(input.compressionType());
        Query query = StatementParser.parse(request.expression());
        if (csv != null && !query.from().isEmpty()) {
            throw SelectErrors.error("InvalidKeyPath", "The key path in the SQL expression is not valid for CSV.");
        }
        ScanRange range = request.scanRange();
        if (range != null) {
            check(range, gzip, csv == null ? !lines : csv.quotedDelimiters());
        }
        boolean progress = request.requestProgress() != null
                && Boolean.TRUE.equals(request.requestProgress().enabled());
        return new Select(query, csv, lines, gzip, output(output), progress, range);
    }

    private static @Nullable CsvFormat csv(InputSerialization input) {
        CSVInput csv = input.csv();
        int formats = (csv == null ? 0 : 1) + (input.json() == null ? 0 : 1) + (input.parquet() == null ? 0 : 1);
        if (formats > 1) {
            throw conflict();
        }
        if (formats == 0) {
            throw SelectErrors.missingParameter("InputSerialization: CSV, JSON or Parquet");
        }
        if (input.parquet() != null) {
            throw SelectErrors.notImplemented("Parquet");
        }
        return csv == null ? null : CsvFormat.of(csv);
    }

    private static AwsException conflict() {
        return SelectErrors.error(
                "ObjectSerializationConflict",
                "InputSerialization specifies more than one format (CSV, JSON, or Parquet), or OutputSerialization"
                        + " specifies more than one format (CSV or JSON).");
    }

    private static boolean lines(JSONInput json) {
        return switch (json.type() == null ? "" : json.type()) {
            case "LINES" -> true;
            case "DOCUMENT" -> false;
            case "" -> throw SelectErrors.missingParameter("JSON Type");
            default ->
                throw SelectErrors.error(
                        "InvalidJsonType", "The JsonType is invalid. Only DOCUMENT and LINES are supported.");
        };
    }

    private static boolean gzip(@Nullable String compression) {
        return switch (compression == null ? "NONE" : compression) {
            case "NONE" -> false;
            case "GZIP" -> true;
            case "BZIP2" -> throw SelectErrors.notImplemented("CompressionType BZIP2");
            default ->
                throw SelectErrors.error(
                        "InvalidCompressionFormat",
                        "The file is not in a supported compression format. Only GZIP is supported.");
        };
    }

    private static Output output(OutputSerialization output) {
        CSVOutput csv = output.csv();
        JSONOutput json = output.json();
        if (csv != null && json != null) {
            throw conflict();
        }
        if (csv != null) {
            return CsvFormat.output(csv);
        }
        if (json == null) {
            throw SelectErrors.missingParameter("OutputSerialization: CSV or JSON");
        }
        String delimiter = json.recordDelimiter();
        if (delimiter != null && delimiter.length() > 2) {
            throw SelectErrors.parameter("RecordDelimiter", "it has more than 2 characters.");
        }
        return new Output.JsonLines(delimiter == null || delimiter.isEmpty() ? "\n" : delimiter);
    }

    private static void check(ScanRange range, boolean gzip, boolean cannotBeCut) {
        if (gzip || cannotBeCut) {
            throw SelectErrors.error(
                    "UnsupportedScanRangeInput",
                    "Scan range queries are not supported on this type of object: it has to be CSV without quoted record"
                            + " delimiters, or JSON lines, and not compressed.");
        }
        Long start = range.start();
        Long end = range.end();
        boolean bad = (start == null && end == null)
                || (start != null && start < 0)
                || (end != null && end < 0)
                || (start != null && end != null && start > end);
        if (bad) {
            throw SelectErrors.error(
                    "InvalidScanRange",
                    "The value of a parameter in ScanRange element is not valid. Check the service API documentation and"
                            + " try again.");
        }
    }

    /// Starts the query; what is wrong from the start is thrown.
    ///
    /// @param now for UTCNOW
    /// @throws dev.virga.wire.AwsException when the object is not what the request says
    public EventStream<SelectObjectContentEventStream> over(Source source, Instant now) throws IOException {
        Timestamp utc = new Timestamp(now.atOffset(ZoneOffset.UTC), Timestamp.Precision.FRACTION);
        Span span = span(source.size());
        CountedStream scanned = new CountedStream(source.open(span.open(), source.size() - span.open()));
        boolean started = false;
        try {
            skipTo(scanned, span);
            CountedStream processed = gzip ? new CountedStream(unzip(scanned)) : scanned;
            RecordReader reader = reader(source, processed, span);
            SelectEvents events = new SelectEvents(
                    query, reader, scanned, processed, output, progress, new Evaluator(utc, new Budget()));
            started = true;
            return events;
        } catch (IOException e) {
            throw SelectEvents.told(e);
        } finally {
            if (!started) {
                scanned.close();
            }
        }
    }

    /// @param open where reading begins, which is before the delimiter that a record comes after
    /// @param start of the first record that may be
    /// @param last byte at which a record may begin
    private record Span(long open, long start, long last) {}

    private Span span(long size) {
        if (range == null) {
            return new Span(0, 0, Long.MAX_VALUE);
        }
        Long from = range.start();
        Long to = range.end();
        long start = from != null ? Math.min(from, size) : Math.max(0, size - (to == null ? 0 : to));
        long last = from == null || to == null ? Long.MAX_VALUE : to;
        return new Span(Math.max(0, start - delimiter().length), start, last);
    }

    private byte[] delimiter() {
        return (csv == null ? "\n" : csv.recordDelimiter()).getBytes(StandardCharsets.UTF_8);
    }

    private long skipped(CountedStream in, Span span) {
        return span.open() + in.count();
    }

    /// Behind the first delimiter that ends at the start or later.
    private void skipTo(CountedStream in, Span span) throws IOException {
        if (span.start() == 0) {
            return;
        }
        byte[] delimiter = delimiter();
        InputStream single = in;
        int matched = 0;
        while (matched < delimiter.length) {
            int c = single.read();
            if (c < 0) {
                return;
            }
            matched = c == (delimiter[matched] & 0xff) ? matched + 1 : c == (delimiter[0] & 0xff) ? 1 : 0;
        }
    }

    private static InputStream unzip(InputStream in) throws IOException {
        try {
            return new GZIPInputStream(in, GZIP_BUFFER);
        } catch (ZipException | EOFException e) {
            throw SelectErrors.notGzip();
        }
    }

    private RecordReader reader(Source source, CountedStream in, Span span) throws IOException {
        long position = gzip ? 0 : skipped(in, span);
        if (csv == null) {
            return lines
                    ? new JsonLineReader(in, query.from(), position, span.last())
                    : new JsonDocumentReader(in, query.from());
        }
        CsvReader reader = new CsvReader(csv, in, position, span.last());
        List<String> header = List.of();
        if (csv.header() != CsvFormat.Header.NONE) {
            header = position == 0 ? reader.header() : headerOf(source);
        }
        Row.Columns columns = new Row.Columns(csv.header() == CsvFormat.Header.USE ? header : List.of());
        columns.check(query);
        reader.name(columns);
        return reader;
    }

    /// The first line of an object that is read from further on.
    private List<String> headerOf(Source source) throws IOException {
        CsvFormat format = csv;
        if (format == null) {
            return List.of();
        }
        try (InputStream in = source.open(0, source.size())) {
            return new CsvReader(format, in, 0, 0).header();
        }
    }
}
