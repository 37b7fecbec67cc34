package dev.virga.services.s3.select;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A timestamp of Amazon Ion: a time that knows how exactly it was given.
record Timestamp(OffsetDateTime time, Precision precision) {
    /// How much of it was given.
    enum Precision {
        YEAR,
        MONTH,
        DAY,
        MINUTE,
        SECOND,
        FRACTION
    }

    private static final Pattern TEXT = Pattern.compile("(\\d{4})(?:-(\\d{2})(?:-(\\d{2}))?)?(T)?"
            + "(?:(\\d{2}):(\\d{2})(?::(\\d{2})(?:\\.(\\d{1,9}))?)?(Z|[+-]\\d{2}:\\d{2})?)?");
    private static final int MAX_TEXT = 40;

    /// Null when it is none: `2007T`, `2007-02T`, `2007-02-03`, `2007-02-03T04:05Z`,
    /// `2007-02-03T04:05:06.789+01:00`.
    static @Nullable Timestamp parse(String text) {
        Matcher parts = TEXT.matcher(text.length() > MAX_TEXT ? "" : text);
        if (!parts.matches() || (parts.group(4) == null && (parts.group(3) == null || parts.group(5) != null))) {
            return null;
        }
        if (parts.group(5) != null && parts.group(3) == null) {
            return null;
        }
        try {
            String zone = parts.group(9);
            String fraction = parts.group(8);
            OffsetDateTime time = OffsetDateTime.of(
                    number(parts.group(1), 0),
                    number(parts.group(2), 1),
                    number(parts.group(3), 1),
                    number(parts.group(5), 0),
                    number(parts.group(6), 0),
                    number(parts.group(7), 0),
                    fraction == null ? 0 : Integer.parseInt((fraction + "00000000").substring(0, 9)),
                    zone == null ? ZoneOffset.UTC : ZoneOffset.of(zone));
            return new Timestamp(time, precision(parts));
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static Precision precision(Matcher parts) {
        if (parts.group(8) != null) {
            return Precision.FRACTION;
        }
        if (parts.group(7) != null) {
            return Precision.SECOND;
        }
        if (parts.group(5) != null) {
            return Precision.MINUTE;
        }
        if (parts.group(3) != null) {
            return Precision.DAY;
        }
        return parts.group(2) != null ? Precision.MONTH : Precision.YEAR;
    }

    private static int number(@Nullable String digits, int otherwise) {
        return digits == null ? otherwise : Integer.parseInt(digits);
    }

    /// @throws DateTimeException beyond what can be written
    Timestamp plus(DatePart part, long quantity) {
        OffsetDateTime later =
                switch (part) {
                    case YEAR -> time.plusYears(quantity);
                    case MONTH -> time.plusMonths(quantity);
                    case DAY -> time.plusDays(quantity);
                    case HOUR -> time.plusHours(quantity);
                    case MINUTE -> time.plusMinutes(quantity);
                    case SECOND -> time.plusSeconds(quantity);
                    case TIMEZONE_HOUR, TIMEZONE_MINUTE -> throw new DateTimeException("a zone is no length");
                };
        if (later.getYear() < 1 || later.getYear() > 9999) {
            throw new DateTimeException("year " + later.getYear());
        }
        Precision needed =
                switch (part) {
                    case YEAR -> Precision.YEAR;
                    case MONTH -> Precision.MONTH;
                    case DAY -> Precision.DAY;
                    case HOUR, MINUTE -> Precision.MINUTE;
                    case SECOND, TIMEZONE_HOUR, TIMEZONE_MINUTE -> Precision.SECOND;
                };
        return new Timestamp(later, precision.compareTo(needed) < 0 ? needed : precision);
    }

    /// Whole units from here to there.
    long until(Timestamp end, DatePart part) {
        ChronoUnit unit =
                switch (part) {
                    case YEAR -> ChronoUnit.YEARS;
                    case MONTH -> ChronoUnit.MONTHS;
                    case DAY -> ChronoUnit.DAYS;
                    case HOUR -> ChronoUnit.HOURS;
                    case MINUTE -> ChronoUnit.MINUTES;
                    case SECOND -> ChronoUnit.SECONDS;
                    case TIMEZONE_HOUR, TIMEZONE_MINUTE -> throw new DateTimeException("a zone is no length");
                };
        return unit.between(time, end.time);
    }

    long get(DatePart part) {
        return switch (part) {
            case YEAR -> time.getYear();
            case MONTH -> time.getMonthValue();
            case DAY -> time.getDayOfMonth();
            case HOUR -> time.getHour();
            case MINUTE -> time.getMinute();
            case SECOND -> time.getSecond();
            case TIMEZONE_HOUR -> time.getOffset().getTotalSeconds() / 3600;
            case TIMEZONE_MINUTE -> time.getOffset().getTotalSeconds() / 60 % 60;
        };
    }

    /// As Ion writes it.
    @Override
    public String toString() {
        String pattern =
                switch (precision) {
                    case YEAR -> "uuuu'T'";
                    case MONTH -> "uuuu-MM'T'";
                    case DAY -> "uuuu-MM-dd";
                    case MINUTE -> "uuuu-MM-dd'T'HH:mmXXX";
                    case SECOND -> "uuuu-MM-dd'T'HH:mm:ssXXX";
                    case FRACTION ->
                        time.getNano() % 1_000_000 == 0
                                ? "uuuu-MM-dd'T'HH:mm:ss.SSSXXX"
                                : "uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSSXXX";
                };
        return time.format(DateTimeFormatter.ofPattern(pattern, Locale.ROOT));
    }
}
