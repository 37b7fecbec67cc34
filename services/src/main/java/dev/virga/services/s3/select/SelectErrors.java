package dev.virga.services.s3.select;

import dev.virga.wire.AwsException;

/// What a query can be told, by S3's own codes.
///
/// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
final class SelectErrors {
    private SelectErrors() {}

    static AwsException error(String code, String message) {
        return new AwsException(code, 400, message);
    }

    static AwsException at(String code, String message, Token token) {
        String where = token.kind() == Token.Kind.END
                ? " at the end of the expression."
                : " at line " + token.line() + ", column " + token.column() + ", near '" + shortened(token.text())
                        + "'.";
        return error(code, message + where);
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }

    static AwsException unexpected(Token token) {
        return at("ParseUnexpectedToken", "The SQL expression contains an unexpected token", token);
    }

    static AwsException unsupportedSyntax(Token token) {
        return at("ParseUnsupportedSyntax", "The SQL expression contains unsupported syntax", token);
    }

    static AwsException tooDeep(Token token) {
        return at("UnsupportedSqlStructure", "The SQL expression is nested too deeply", token);
    }

    static AwsException structure(String why) {
        return error("UnsupportedSqlStructure", "We encountered an unsupported SQL structure: " + why);
    }

    static AwsException arguments(String function) {
        return error(
                "EvaluatorInvalidArguments",
                "Incorrect number of arguments in the function call of " + function + " in the SQL expression.");
    }

    static AwsException argumentType(String function) {
        return error(
                "IncorrectSqlFunctionArgumentType",
                "Incorrect type of arguments in the function call of " + function + " in the SQL expression.");
    }

    static AwsException illegalArgument(String function) {
        return error("IllegalSqlFunctionArgument", "Illegal argument was used in the SQL function " + function + ".");
    }

    static AwsException dataType(String why) {
        return error("InvalidDataType", "The SQL expression contains an invalid data type: " + why);
    }

    static AwsException overflow() {
        return error("IntegerOverflow", "An integer overflow or underflow occurred in the SQL expression.");
    }

    static AwsException divisionByZero() {
        return error("ExternalEvalException", "The query cannot be evaluated: it divides by zero.");
    }

    static AwsException castFailed(String from, String to) {
        return error(
                "CastFailed",
                "Attempt to convert from one data type to another using CAST failed in the SQL expression: " + from
                        + " to " + to + ".");
    }

    static AwsException columnTooLong() {
        return error(
                "ColumnTooLong", "The length of a column in the result is greater than maxCharsPerColumn of 1 MB.");
    }

    static AwsException recordTooLong() {
        return error(
                "OverMaxRecordSize",
                "The length of a record in the input or result is greater than maxCharsPerRecord of 1 MB.");
    }

    /// S3 has no code of its own for it; this one is not tried again by clients.
    static AwsException tooMuchWork() {
        return error(
                "ExternalEvalException",
                "The query cannot be evaluated: the SQL expression takes too many steps for what it reads.");
    }

    static AwsException tooMuchText() {
        return error(
                "OverMaxRecordSize",
                "The strings that the SQL expression makes of a record are longer than the maximum of 16 MB.");
    }

    static AwsException tooManyColumns() {
        return error("OverMaxColumn", "The number of columns in the result is greater than the maximum allowable.");
    }

    static AwsException missingHeaders() {
        return error(
                "MissingHeaders", "Some headers in the query are missing from the file. Check the file and try again.");
    }

    static AwsException csv() {
        return error("CSVParsingError", "Encountered an error parsing the CSV file. Check the file and try again.");
    }

    static AwsException csvQuote() {
        return error(
                "CSVUnescapedQuote",
                "An unescaped quote was found while parsing the CSV file. To allow quoted record delimiters, set"
                        + " AllowQuotedRecordDelimiter to 'TRUE'.");
    }

    static AwsException csvDelimiter() {
        return error(
                "CSVEscapingRecordDelimiter",
                "A quoted record delimiter was found in the file. To allow quoted record delimiters, set"
                        + " AllowQuotedRecordDelimiter to 'TRUE'.");
    }

    static AwsException json() {
        return error("JSONParsingError", "Encountered an error parsing the JSON file. Check the file and try again.");
    }

    static AwsException encoding() {
        return error("InvalidTextEncoding", "Invalid encoding type. Only UTF-8 encoding is supported.");
    }

    static AwsException notGzip() {
        return error(
                "InvalidCompressionFormat",
                "The file is not in a supported compression format. It has to be in GZIP format as the request says.");
    }

    static AwsException truncated() {
        return error(
                "TruncatedInput",
                "Object decompression failed. Check that the object is properly compressed using the format specified"
                        + " in the request.");
    }

    static AwsException missingParameter(String name) {
        return error(
                "MissingRequiredParameter", "The SelectRequest entity is missing the required parameter " + name + ".");
    }

    static AwsException parameter(String name, String why) {
        return error("InvalidRequestParameter", "The value of the parameter " + name + " is not valid: " + why);
    }

    static AwsException notImplemented(String what) {
        return new AwsException(
                "NotImplemented", 501, "s3: SelectObjectContent with " + what + " is not implemented by Virga yet.");
    }
}
