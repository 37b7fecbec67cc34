package dev.virga.services.secretsmanager;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// When a secret is rotated: at the beginning of each window, in UTC.
///
/// @param everyHours of `rate(… hours)`, or 0
/// @param everyDays of `rate(… days)` and `AutomaticallyAfterDays`, or 0
/// @param cron or null
/// @param window how long a window is open, or null: until the end of the day, or for an hour when
///     there are several windows a day
record RotationSchedule(
        long everyHours,
        long everyDays,
        @Nullable RotationCron cron,
        @Nullable Duration window) {
    private static final Pattern RATE = Pattern.compile("rate\\((\\d{1,6}) (minute|hour|day)s?\\)");
    private static final Pattern CRON = Pattern.compile("cron\\((.*)\\)");
    private static final int MIN_HOURS = 4;
    private static final int MAX_DAYS = 999;
    private static final int HOURS_OF_DAY = 24;

    /// @throws dev.virga.wire.AwsException InvalidParameterException
    static RotationSchedule of(@Nullable Long days, @Nullable String expression, @Nullable String duration) {
        Duration window = window(duration);
        if (expression == null) {
            if (days == null) {
                throw SecretErrors.parameter(
                        "Either AutomaticallyAfterDays or ScheduleExpression must be specified in RotationRules.");
            }
            return new RotationSchedule(0, days, null, window);
        }
        if (days != null) {
            throw SecretErrors.parameter(
                    "You can't specify both AutomaticallyAfterDays and ScheduleExpression in RotationRules.");
        }
        Matcher rate = RATE.matcher(expression);
        if (rate.matches()) {
            return rate(Long.parseLong(rate.group(1)), rate.group(2), window);
        }
        Matcher cron = CRON.matcher(expression);
        if (!cron.matches()) {
            throw invalid(expression);
        }
        RotationCron parsed = RotationCron.parse(cron.group(1));
        if (parsed == null) {
            throw invalid(expression);
        }
        return new RotationSchedule(0, 0, parsed, window);
    }

    private static RotationSchedule rate(long number, String unit, @Nullable Duration window) {
        long hours = unit.equals("hour") ? number : number * HOURS_OF_DAY;
        if (unit.equals("minute") || hours < MIN_HOURS || hours > MAX_DAYS * HOURS_OF_DAY) {
            throw SecretErrors.parameter(
                    "A secret can be rotated every 4 hours at the most often, and every 999 days at the least.");
        }
        if (unit.equals("hour") && window != null && window.toHours() >= number) {
            throw SecretErrors.parameter("The rotation window must end before the next one begins.");
        }
        return unit.equals("hour")
                ? new RotationSchedule(number, 0, null, window)
                : new RotationSchedule(0, number, null, window);
    }

    private static @Nullable Duration window(@Nullable String duration) {
        if (duration == null) {
            return null;
        }
        int hours = Integer.parseInt(duration, 0, duration.length() - 1, 10);
        if (hours < 1 || hours > HOURS_OF_DAY) {
            throw SecretErrors.parameter("Duration must be between 1h and 24h.");
        }
        return Duration.ofHours(hours);
    }

    private static RuntimeException invalid(String expression) {
        return SecretErrors.parameter("The schedule expression " + expression + " is not valid.");
    }

    /// The beginning of the next window, or null when there is none.
    @Nullable
    Instant next(Instant after) {
        try {
            if (cron != null) {
                return cron.next(after);
            }
            if (everyHours > 0) {
                Instant hour = after.plus(Duration.ofHours(everyHours));
                return hour.minusMillis(
                        Math.floorMod(hour.toEpochMilli(), Duration.ofHours(1).toMillis()));
            }
            return day(after).plusDays(everyDays).atStartOfDay().toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /// The end of the window that begins then, as `NextRotationDate` shows it.
    Instant end(Instant start) {
        Instant end;
        if (window != null) {
            end = start.plus(window);
        } else if (everyHours > 0 || (cron != null && cron.severalTimesADay())) {
            end = start.plus(Duration.ofHours(1));
        } else {
            end = day(start).plusDays(1).atTime(LocalTime.MIDNIGHT).toInstant(ZoneOffset.UTC);
        }
        return end.minusSeconds(1);
    }

    private static LocalDate day(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }
}
