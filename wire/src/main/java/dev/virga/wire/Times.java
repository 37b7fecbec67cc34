package dev.virga.wire;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/// Timestamps in the three formats of the protocols.
final class Times {
    private static final DateTimeFormatter HTTP_OUT = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter HTTP_IN = new DateTimeFormatterBuilder()
            .appendPattern("EEE, dd MMM uuuu HH:mm:ss")
            .optionalStart()
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .optionalEnd()
            .appendLiteral(" GMT")
            .toFormatter(Locale.US)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private Times() {}

    static Instant parse(String text, TimestampFormat format) {
        try {
            return switch (format) {
                case EPOCH_SECONDS -> epochSeconds(decimal(text));
                case DATE_TIME -> dateTime(text);
                case HTTP_DATE -> HTTP_IN.parse(text, Instant::from);
            };
        } catch (DateTimeException e) {
            throw bad(text);
        }
    }

    private static Instant dateTime(String text) {
        // `2014-04-29T18:30:38Z` is the shortest; others than Z are not allowed by the models.
        if (text.length() < 20 || text.charAt(10) != 'T' || !text.endsWith("Z") || text.charAt(4) != '-') {
            throw bad(text);
        }
        return OffsetDateTime.parse(text).toInstant();
    }

    private static BigDecimal decimal(String text) {
        try {
            if (text.length() <= 40 && !text.startsWith("+")) {
                BigDecimal value = new BigDecimal(text);
                if (Math.abs((long) value.scale()) < 40) {
                    return value;
                }
            }
        } catch (NumberFormatException e) {
            // Answered below.
        }
        throw bad(text);
    }

    static Instant epochSeconds(BigDecimal seconds) {
        try {
            long whole = seconds.setScale(0, RoundingMode.FLOOR).longValueExact();
            long nanos = seconds.subtract(BigDecimal.valueOf(whole))
                    .movePointRight(9)
                    .setScale(0, RoundingMode.DOWN)
                    .longValueExact();
            return Instant.ofEpochSecond(whole, nanos);
        } catch (DateTimeException | ArithmeticException e) {
            throw bad(seconds.toString());
        }
    }

    private static AwsException bad(String text) {
        return WireErrors.serialization(
                "Invalid timestamp '" + (text.length() <= 60 ? text : text.substring(0, 60) + "…") + "'");
    }

    static String format(Instant value, TimestampFormat format) {
        return switch (format) {
            case EPOCH_SECONDS -> epochSeconds(value);
            case DATE_TIME -> DateTimeFormatter.ISO_INSTANT.format(value.truncatedTo(ChronoUnit.MILLIS));
            case HTTP_DATE -> HTTP_OUT.format(value);
        };
    }

    /// With milliseconds even when they are zero, as S3 writes it.
    static String dateTimeMillis(Instant value) {
        return MILLIS.format(value);
    }

    /// With as many decimals as there are milliseconds.
    static String epochSeconds(Instant value) {
        int millis = value.getNano() / 1_000_000;
        if (millis == 0) {
            return Long.toString(value.getEpochSecond());
        }
        return BigDecimal.valueOf(value.toEpochMilli(), 3).stripTrailingZeros().toPlainString();
    }
}
