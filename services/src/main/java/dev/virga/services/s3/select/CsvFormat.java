package dev.virga.services.s3.select;

import dev.virga.api.s3.CSVInput;
import dev.virga.api.s3.CSVOutput;
import org.jspecify.annotations.Nullable;

/// The characters by which a file is cut into records and fields.
///
/// @param recordDelimiter one or two characters
/// @param quote [#NONE] for no quotes
/// @param comment a record that begins with it is left out; [#NONE] for no comments
/// @param quotedDelimiters whether a field in quotes may hold the delimiter of records
record CsvFormat(
        Header header,
        String recordDelimiter,
        char fieldDelimiter,
        int quote,
        int escape,
        int comment,
        boolean quotedDelimiters) {
    static final int NONE = -1;

    /// What the first line is.
    enum Header {
        USE,
        IGNORE,
        NONE
    }

    static CsvFormat of(CSVInput input) {
        int quote = character("QuoteCharacter", input.quoteCharacter(), "\"");
        return new CsvFormat(
                header(input.fileHeaderInfo()),
                delimiter("RecordDelimiter", input.recordDelimiter(), 2, "\n"),
                delimiter("FieldDelimiter", input.fieldDelimiter(), 1, ",").charAt(0),
                quote,
                character("QuoteEscapeCharacter", input.quoteEscapeCharacter(), "\""),
                character("Comments", input.comments(), "#"),
                Boolean.TRUE.equals(input.allowQuotedRecordDelimiter()));
    }

    private static Header header(@Nullable String given) {
        return switch (given == null ? "NONE" : given) {
            case "USE" -> Header.USE;
            case "IGNORE" -> Header.IGNORE;
            case "NONE" -> Header.NONE;
            default ->
                throw SelectErrors.error(
                        "InvalidFileHeaderInfo",
                        "The FileHeaderInfo is invalid. Only NONE, USE, and IGNORE are supported.");
        };
    }

    static Output output(CSVOutput output) {
        boolean always =
                switch (output.quoteFields() == null ? "ASNEEDED" : output.quoteFields()) {
                    case "ALWAYS" -> true;
                    case "ASNEEDED" -> false;
                    default ->
                        throw SelectErrors.error(
                                "InvalidQuoteFields",
                                "The QuoteFields is invalid. Only ALWAYS and ASNEEDED are supported.");
                };
        return new Output.Csv(
                delimiter("RecordDelimiter", output.recordDelimiter(), 2, "\n"),
                delimiter("FieldDelimiter", output.fieldDelimiter(), 1, ","),
                text(character("QuoteCharacter", output.quoteCharacter(), "\"")),
                text(character("QuoteEscapeCharacter", output.quoteEscapeCharacter(), "\"")),
                always);
    }

    private static String text(int character) {
        return character == NONE ? "" : String.valueOf((char) character);
    }

    private static String delimiter(String name, @Nullable String given, int most, String otherwise) {
        if (given == null || given.isEmpty()) {
            return otherwise;
        }
        if (given.length() > most) {
            throw SelectErrors.parameter(name, "it has more than " + most + " characters.");
        }
        return given;
    }

    private static int character(String name, @Nullable String given, String otherwise) {
        String text = given == null ? otherwise : given;
        if (text.length() > 1) {
            throw SelectErrors.parameter(name, "it has more than one character.");
        }
        return text.isEmpty() ? NONE : text.charAt(0);
    }
}
