package dev.virga.services.s3.select;

import java.time.DateTimeException;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What functions answer; NULL for an argument that is absent.
final class Calls {
    /// Beyond every string.
    private static final long FAR = 1L << 32;

    /// Steps of a character of a set or of a pattern of time, which each is more work.
    private static final long PATTERN = 32;

    private final Evaluator evaluator;
    private final Timestamp now;
    private final Budget budget;

    Calls(Evaluator evaluator, Timestamp now, Budget budget) {
        this.evaluator = evaluator;
        this.now = now;
        this.budget = budget;
    }

    @Nullable
    Object call(Function function, List<Expr> arguments, Row row) {
        return switch (function) {
            case COALESCE -> coalesce(arguments, row);
            case NULLIF -> {
                Object first = evaluator.evaluate(arguments.get(0), row);
                Object second = evaluator.evaluate(arguments.get(1), row);
                yield Boolean.TRUE.equals(evaluator.compare(first, "=", second)) ? null : first;
            }
            case UTCNOW -> now;
            case SUBSTRING -> substring(arguments, row);
            case TO_STRING -> {
                Object time = evaluator.evaluate(arguments.get(0), row);
                Object pattern = evaluator.evaluate(arguments.get(1), row);
                if (Values.absent(time) || Values.absent(pattern)) {
                    yield null;
                }
                String text = Values.string(pattern);
                if (!(time instanceof Timestamp timestamp) || text == null) {
                    throw SelectErrors.argumentType("TO_STRING");
                }
                budget.charge(PATTERN * text.length());
                yield TimestampFormat.write(timestamp, text);
            }
            case CHAR_LENGTH, CHARACTER_LENGTH, LOWER, UPPER, TO_TIMESTAMP ->
                ofText(function, evaluator.evaluate(arguments.get(0), row));
            case DATE_ADD, DATE_DIFF, EXTRACT -> throw new IllegalStateException(function + " is about a date part");
        };
    }

    private @Nullable Object coalesce(List<Expr> arguments, Row row) {
        for (Expr argument : arguments) {
            Object value = evaluator.evaluate(argument, row);
            if (!Values.absent(value)) {
                return value;
            }
        }
        return null;
    }

    private @Nullable Object ofText(Function function, @Nullable Object value) {
        if (Values.absent(value)) {
            return null;
        }
        if (function == Function.TO_TIMESTAMP && value instanceof Timestamp) {
            return value;
        }
        String text = Values.string(value);
        if (text == null) {
            throw SelectErrors.argumentType(function.name());
        }
        budget.charge(text.length());
        if (function == Function.LOWER || function == Function.UPPER) {
            budget.make(text.length());
        }
        return switch (function) {
            case LOWER -> Letters.lower(text);
            case UPPER -> Letters.upper(text);
            case TO_TIMESTAMP -> {
                Timestamp timestamp = Timestamp.parse(text.strip());
                if (timestamp == null) {
                    throw SelectErrors.error(
                            "ValueParseFailure", "A time stamp parse failure occurred in the SQL expression.");
                }
                yield timestamp;
            }
            default -> (long) text.codePointCount(0, text.length());
        };
    }

    /// Places count from 1; what lies before them is cut off.
    private @Nullable Object substring(List<Expr> arguments, Row row) {
        Object value = evaluator.evaluate(arguments.get(0), row);
        Object from = evaluator.evaluate(arguments.get(1), row);
        Object count = arguments.size() < 3 ? (Long) Long.MAX_VALUE : evaluator.evaluate(arguments.get(2), row);
        if (Values.absent(value) || Values.absent(from) || Values.absent(count)) {
            return null;
        }
        String text = Values.string(value);
        if (text == null
                || !(Values.number(from) instanceof Long start)
                || !(Values.number(count) instanceof Long length)) {
            throw SelectErrors.argumentType("SUBSTRING");
        }
        if (length < 0) {
            throw SelectErrors.illegalArgument("SUBSTRING");
        }
        budget.charge(text.length());
        long size = text.codePointCount(0, text.length());
        long begin = Math.clamp(start, -FAR, FAR) - 1;
        long first = Math.clamp(begin, 0, size);
        long end = Math.clamp(begin + Math.min(length, 2 * FAR), first, size);
        int at = text.offsetByCodePoints(0, (int) first);
        int after = text.offsetByCodePoints(at, (int) (end - first));
        budget.make(after - at);
        return text.substring(at, after);
    }

    @Nullable
    Object trim(Expr.Trim trim, Row row) {
        Object value = evaluator.evaluate(trim.value(), row);
        Expr characters = trim.characters();
        Object removed = characters == null ? " " : evaluator.evaluate(characters, row);
        if (Values.absent(value) || Values.absent(removed)) {
            return null;
        }
        String text = Values.string(value);
        String set = Values.string(removed);
        if (text == null || set == null) {
            throw SelectErrors.argumentType("TRIM");
        }
        budget.charge(PATTERN * set.length() + text.length());
        BitSet unwanted = new BitSet();
        set.codePoints().forEach(unwanted::set);
        int start = 0;
        int end = text.length();
        while (trim.kind() != Expr.TrimKind.TRAILING && start < end && unwanted.get(text.codePointAt(start))) {
            start += Character.charCount(text.codePointAt(start));
        }
        while (trim.kind() != Expr.TrimKind.LEADING && end > start && unwanted.get(text.codePointBefore(end))) {
            end -= Character.charCount(text.codePointBefore(end));
        }
        budget.make(end - start);
        return text.substring(start, end);
    }

    @Nullable
    Object dates(Function function, DatePart part, List<@Nullable Object> arguments) {
        if (arguments.stream().anyMatch(Values::absent)) {
            return null;
        }
        try {
            return switch (function) {
                case DATE_ADD -> {
                    if (!(Values.number(arguments.get(0)) instanceof Long quantity)) {
                        throw SelectErrors.argumentType("DATE_ADD");
                    }
                    yield timestamp(function, arguments.get(1)).plus(part, quantity);
                }
                case DATE_DIFF ->
                    timestamp(function, arguments.get(0)).until(timestamp(function, arguments.get(1)), part);
                default -> timestamp(function, arguments.get(0)).get(part);
            };
        } catch (DateTimeException | ArithmeticException e) {
            throw SelectErrors.illegalArgument(function.name());
        }
    }

    private static Timestamp timestamp(Function function, @Nullable Object value) {
        if (value instanceof Timestamp timestamp) {
            return timestamp;
        }
        throw SelectErrors.argumentType(function.name());
    }
}
