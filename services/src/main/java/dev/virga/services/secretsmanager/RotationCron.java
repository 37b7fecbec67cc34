package dev.virga.services.secretsmanager;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// `cron(0 hours day-of-month month day-of-week *)`, as rotation takes it: on the hour, every year.
///
/// @param daysOfMonth one of them and `daysOfWeek` is `?`
record RotationCron(BitSet hours, List<String> daysOfMonth, BitSet months, List<String> daysOfWeek) {
    private static final List<String> MONTHS =
            List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
    private static final List<String> DAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");
    private static final int FIELDS = 6;

    /// A 29th of February comes every eight years at the least often.
    private static final int MAX_DAYS_AHEAD = 3_000;

    /// Null when it is no such expression.
    static @Nullable RotationCron parse(String text) {
        String[] fields = text.toUpperCase(Locale.ROOT).strip().split(" +");
        if (fields.length != FIELDS || !fields[0].equals("0") || !fields[5].equals("*")) {
            return null;
        }
        BitSet hours = set(fields[1], 0, 23, List.of());
        BitSet months = set(fields[3], 1, 12, MONTHS);
        boolean anyDay = fields[2].equals("?");
        boolean anyWeekday = fields[4].equals("?");
        if (hours == null || months == null || anyDay == anyWeekday) {
            return null;
        }
        List<String> days = List.of(fields[2].split(",", -1));
        List<String> weekdays = List.of(fields[4].split(",", -1));
        RotationCron cron = new RotationCron(hours, days, months, weekdays);
        return (anyDay || days.stream().allMatch(RotationCron::isDay))
                        && (anyWeekday || weekdays.stream().allMatch(RotationCron::isWeekday))
                ? cron
                : null;
    }

    private static boolean isDay(String part) {
        return part.equals("L")
                || part.equals("LW")
                || (part.endsWith("W") && number(part.substring(0, part.length() - 1), 1, 31, List.of()) > 0)
                || set(part, 1, 31, List.of()) != null;
    }

    private static boolean isWeekday(String part) {
        int hash = part.indexOf('#');
        if (hash > 0) {
            return number(part.substring(0, hash), 1, 7, DAYS) > 0
                    && number(part.substring(hash + 1), 1, 5, List.of()) > 0;
        }
        return part.equals("L")
                || (part.endsWith("L") && number(part.substring(0, part.length() - 1), 1, 7, DAYS) > 0)
                || set(part, 1, 7, DAYS) != null;
    }

    /// The numbers that a field of `*`, numbers, ranges, steps and lists means, or null.
    private static @Nullable BitSet set(String field, int least, int most, List<String> names) {
        BitSet set = new BitSet(most + 1);
        for (String part : field.split(",", -1)) {
            int slash = part.indexOf('/');
            String range = slash < 0 ? part : part.substring(0, slash);
            int step = slash < 0 ? 1 : number(part.substring(slash + 1), 1, most, List.of());
            int dash = range.indexOf('-');
            int from = least;
            int to = most;
            if (dash > 0) {
                from = number(range.substring(0, dash), least, most, names);
                to = number(range.substring(dash + 1), least, most, names);
            } else if (!range.equals("*") && !(slash == 0)) {
                from = number(range, least, most, names);
                to = slash < 0 ? from : most;
            }
            if (step < 1 || from < 0 || to < from) {
                return null;
            }
            for (int i = from; i <= to; i += step) {
                set.set(i);
            }
        }
        return set;
    }

    /// -1 when it is none.
    private static int number(String text, int least, int most, List<String> names) {
        int name = names.indexOf(text);
        if (name >= 0) {
            return name + 1;
        }
        if (text.isEmpty() || text.length() > 4 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return -1;
        }
        int number = Integer.parseInt(text);
        return number < least || number > most ? -1 : number;
    }

    boolean severalTimesADay() {
        return hours.cardinality() > 1;
    }

    /// Null when it never comes.
    @Nullable
    Instant next(Instant after) {
        LocalDate date = LocalDate.ofInstant(after, ZoneOffset.UTC);
        for (int i = 0; i < MAX_DAYS_AHEAD; i++, date = date.plusDays(1)) {
            if (!months.get(date.getMonthValue()) || !onDay(date)) {
                continue;
            }
            for (int hour = hours.nextSetBit(0); hour >= 0; hour = hours.nextSetBit(hour + 1)) {
                Instant at = date.atTime(hour, 0).toInstant(ZoneOffset.UTC);
                if (at.isAfter(after)) {
                    return at;
                }
            }
        }
        return null;
    }

    private boolean onDay(LocalDate date) {
        if (!daysOfMonth.contains("?")) {
            return daysOfMonth.stream().anyMatch(part -> isDayOfMonth(date, part));
        }
        return daysOfWeek.stream().anyMatch(part -> isDayOfWeek(date, part));
    }

    private static boolean isDayOfMonth(LocalDate date, String part) {
        int day = date.getDayOfMonth();
        int last = date.lengthOfMonth();
        if (part.equals("L")) {
            return day == last;
        }
        if (part.endsWith("W")) {
            int wanted = part.equals("LW") ? last : number(part.substring(0, part.length() - 1), 1, 31, List.of());
            return wanted <= last && day == nearestWeekday(date.withDayOfMonth(wanted));
        }
        BitSet set = set(part, 1, 31, List.of());
        return set != null && set.get(day);
    }

    /// In the same month.
    private static int nearestWeekday(LocalDate date) {
        int day = date.getDayOfMonth();
        return switch (date.getDayOfWeek()) {
            case SATURDAY -> day == 1 ? 3 : day - 1;
            case SUNDAY -> day == date.lengthOfMonth() ? day - 2 : day + 1;
            default -> day;
        };
    }

    private static boolean isDayOfWeek(LocalDate date, String part) {
        // Sunday is 1.
        int weekday = date.getDayOfWeek() == DayOfWeek.SUNDAY
                ? 1
                : date.getDayOfWeek().getValue() + 1;
        int hash = part.indexOf('#');
        if (hash > 0) {
            return weekday == number(part.substring(0, hash), 1, 7, DAYS)
                    && (date.getDayOfMonth() + 6) / 7 == number(part.substring(hash + 1), 1, 5, List.of());
        }
        if (part.equals("L")) {
            return weekday == 7;
        }
        if (part.endsWith("L")) {
            return weekday == number(part.substring(0, part.length() - 1), 1, 7, DAYS)
                    && date.equals(date.with(TemporalAdjusters.lastInMonth(date.getDayOfWeek())));
        }
        BitSet set = set(part, 1, 7, DAYS);
        return set != null && set.get(weekday);
    }
}
