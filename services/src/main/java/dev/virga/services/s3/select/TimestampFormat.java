package dev.virga.services.s3.select;

import dev.virga.wire.AwsException;
import java.time.OffsetDateTime;
import java.time.format.TextStyle;
import java.util.Locale;

/// The patterns of TO_STRING: `MMMM d, y h:m a`. Letters in single quotes stand for themselves.
///
/// https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-select-sql-reference-date.html
final class TimestampFormat {
    private static final int MAX_LENGTH = 256;
    private static final String SYMBOLS = "yMdahHmsSnXx";

    private TimestampFormat() {}

    static String write(Timestamp timestamp, String pattern) {
        if (pattern.length() > MAX_LENGTH) {
            throw invalid("Pattern", "a pattern has at most " + MAX_LENGTH + " characters");
        }
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < pattern.length()) {
            char c = pattern.charAt(at);
            if (c == '\'') {
                at = quoted(pattern, at, out);
            } else if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
                int end = at;
                while (end < pattern.length() && pattern.charAt(end) == c) {
                    end++;
                }
                if (SYMBOLS.indexOf(c) < 0) {
                    throw invalid("PatternSymbol", "'" + c + "'");
                }
                out.append(field(timestamp.time(), c, end - at));
                at = end;
            } else {
                out.append(c);
                at++;
            }
        }
        return out.toString();
    }

    private static int quoted(String pattern, int at, StringBuilder out) {
        int end = pattern.indexOf('\'', at + 1);
        if (end < 0) {
            throw SelectErrors.error(
                    "EvaluatorUnterminatedTimestampFormatPatternToken",
                    "A time stamp format pattern contains an unterminated token in the SQL expression.");
        }
        out.append(end == at + 1 ? "'" : pattern.substring(at + 1, end));
        return end + 1;
    }

    private static String field(OffsetDateTime time, char symbol, int count) {
        return switch (symbol) {
            case 'y' -> year(time.getYear(), count);
            case 'M' -> month(time, count);
            case 'd' -> number(time.getDayOfMonth(), symbol, count);
            case 'a' -> time.getHour() < 12 ? "AM" : "PM";
            case 'h' -> number((time.getHour() + 11) % 12 + 1, symbol, count);
            case 'H' -> number(time.getHour(), symbol, count);
            case 'm' -> number(time.getMinute(), symbol, count);
            case 's' -> number(time.getSecond(), symbol, count);
            case 'S' -> fraction(time.getNano(), count);
            case 'n' -> String.valueOf(time.getNano());
            default -> zone(time.getOffset().getTotalSeconds() / 60, symbol, count);
        };
    }

    private static String year(int year, int count) {
        return switch (count) {
            case 1 -> String.valueOf(year);
            case 2 -> String.format(Locale.ROOT, "%02d", year % 100);
            case 3, 4 -> String.format(Locale.ROOT, "%04d", year);
            default -> throw invalid("PatternToken", "y".repeat(5) + "…");
        };
    }

    private static String month(OffsetDateTime time, int count) {
        return switch (count) {
            case 1, 2 -> number(time.getMonthValue(), 'M', count);
            case 3 -> time.getMonth().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
            case 4 -> time.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case 5 -> time.getMonth().getDisplayName(TextStyle.NARROW, Locale.ENGLISH);
            default -> throw invalid("PatternToken", "MMMMMM");
        };
    }

    private static String number(int value, char symbol, int count) {
        if (count > 2) {
            throw invalid("PatternToken", String.valueOf(symbol).repeat(3));
        }
        return count == 2 ? String.format(Locale.ROOT, "%02d", value) : String.valueOf(value);
    }

    private static String fraction(int nanos, int count) {
        if (count > 9) {
            throw invalid("PatternToken", "S".repeat(10));
        }
        return String.format(Locale.ROOT, "%09d", nanos).substring(0, count);
    }

    private static String zone(int minutes, char symbol, int count) {
        if (symbol == 'X' && minutes == 0 && count <= 5) {
            return "Z";
        }
        String sign = minutes < 0 ? "-" : "+";
        int hours = Math.abs(minutes) / 60;
        int rest = Math.abs(minutes) % 60;
        return switch (count) {
            case 1 ->
                rest == 0
                        ? String.format(Locale.ROOT, "%s%02d", sign, hours)
                        : String.format(Locale.ROOT, "%s%02d%02d", sign, hours, rest);
            case 2, 4 -> String.format(Locale.ROOT, "%s%02d%02d", sign, hours, rest);
            case 3, 5 -> String.format(Locale.ROOT, "%s%02d:%02d", sign, hours, rest);
            default -> throw invalid("PatternToken", String.valueOf(symbol).repeat(6));
        };
    }

    private static AwsException invalid(String what, String why) {
        return SelectErrors.error(
                "EvaluatorInvalidTimestampFormat" + what,
                "A time stamp format pattern in the SQL expression is not valid: " + why + ".");
    }
}
