package dev.virga.services.s3.select;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Says what an expression is for a record. Logic is three-valued: what is absent makes the answer
/// unknown, which is null here. One thread.
final class Evaluator {
    /// Steps of a part of an expression, which may be arithmetic with many digits.
    private static final long NODE = 16;

    /// Steps of a digit that makes two numbers equally long.
    private static final long ZERO = 16;

    private final Calls calls;
    private final Budget budget;
    private List<@Nullable Object> aggregates = List.of();

    /// All fields of the record, once they were asked for.
    private @Nullable Object whole;

    /// @param now of UTCNOW
    Evaluator(Timestamp now, Budget budget) {
        this.calls = new Calls(this, now, budget);
        this.budget = budget;
    }

    /// A new record.
    ///
    /// @param read bytes of the object so far
    void begin(long read) {
        whole = null;
        budget.begin(read);
    }

    /// Of the query so far.
    long steps() {
        return budget.steps();
    }

    /// The results that aggregates stand for, by their slots.
    void results(List<@Nullable Object> values) {
        aggregates = values;
    }

    /// What WHERE needs: not true and unknown are the same.
    boolean holds(Expr condition, Row row) {
        return Boolean.TRUE.equals(truth(evaluate(condition, row)));
    }

    @Nullable
    Object evaluate(Expr expr, Row row) {
        Object value = value(expr, row);
        budget.charge(NODE + weight(value));
        return value;
    }

    /// Whoever gets a string reads all of it, many characters at a time.
    private static long weight(@Nullable Object value) {
        String text = Values.string(value);
        return text == null ? 0 : text.length() / 8;
    }

    /// As [Values#compare].
    @Nullable
    Boolean compare(@Nullable Object left, String operator, @Nullable Object right) {
        boolean texts = Values.string(left) != null && Values.string(right) != null;
        budget.charge(
                texts
                        ? Math.min(weight(left), weight(right)) + 1
                        : Values.leastLength(left, Values.MAX_LENGTH) + weight(right));
        return Values.compare(left, operator, right);
    }

    private @Nullable Object value(Expr expr, Row row) {
        return switch (expr) {
            case Expr.Literal(Object value) -> value;
            case Expr.Path(List<Step> steps) -> steps.isEmpty() ? whole(row) : row.at(steps, budget);
            case Expr.And(List<Expr> terms) -> junction(terms, row, false);
            case Expr.Or(List<Expr> terms) -> junction(terms, row, true);
            case Expr.Not(Expr value) -> not(truth(evaluate(value, row)));
            case Expr.Comparison(Expr left, String operator, Expr right) ->
                compare(evaluate(left, row), operator, evaluate(right, row));
            case Expr.IsNull isNull -> isNull(isNull, row);
            case Expr.In in -> in(in, row);
            case Expr.Between between -> between(between, row);
            case Expr.Like like -> like(like, row);
            case Expr.Concat(List<Expr> terms) -> concat(terms, row);
            case Expr.Arithmetic(Expr first, List<Expr.Operation> rest) -> arithmetic(first, rest, row);
            case Expr.Negation(Expr value) -> negate(evaluate(value, row));
            case Expr.ListOf(List<Expr> items) -> all(items, row);
            case Expr.Case choice -> choose(choice, row);
            case Expr.Cast(Expr value, CastType to) -> Values.cast(evaluate(value, row), to);
            case Expr.Call(Function function, List<Expr> arguments) -> calls.call(function, arguments, row);
            case Expr.DateCall(Function function, DatePart part, List<Expr> arguments) ->
                calls.dates(function, part, all(arguments, row));
            case Expr.Trim trim -> calls.trim(trim, row);
            case Expr.Aggregate aggregate -> aggregates.get(aggregate.slot());
        };
    }

    private @Nullable Object whole(Row row) {
        if (whole == null) {
            whole = row.value();
        }
        return whole;
    }

    private List<@Nullable Object> all(List<Expr> exprs, Row row) {
        List<@Nullable Object> values = new ArrayList<>(exprs.size());
        for (Expr expr : exprs) {
            values.add(evaluate(expr, row));
        }
        return values;
    }

    private static @Nullable Boolean truth(@Nullable Object value) {
        if (Values.absent(value)) {
            return null;
        }
        Boolean truth = Values.bool(value);
        if (truth == null) {
            throw SelectErrors.dataType(Values.kind(value) + " where a condition is needed.");
        }
        return truth;
    }

    private static @Nullable Boolean not(@Nullable Boolean truth) {
        return truth == null ? null : (Boolean) !truth;
    }

    /// @param decisive what one term makes of all
    private @Nullable Boolean junction(List<Expr> terms, Row row, boolean decisive) {
        boolean unknown = false;
        for (Expr term : terms) {
            Boolean truth = truth(evaluate(term, row));
            if (truth == null) {
                unknown = true;
            } else if (truth == decisive) {
                return decisive;
            }
        }
        return unknown ? null : (Boolean) !decisive;
    }

    private Boolean isNull(Expr.IsNull test, Row row) {
        Object value = evaluate(test.value(), row);
        boolean is = test.missing() ? value == Values.Missing.MISSING : Values.absent(value);
        return is != test.negated();
    }

    private @Nullable Boolean in(Expr.In in, Row row) {
        Object value = evaluate(in.value(), row);
        if (Values.absent(value)) {
            return null;
        }
        boolean unknown = false;
        for (Expr each : in.among()) {
            Object other = evaluate(each, row);
            // `x IN s.list` asks for the elements of the list.
            List<?> candidates =
                    in.among().size() == 1 && other instanceof List<?> list ? list : Collections.singletonList(other);
            for (Object candidate : candidates) {
                Boolean same = compare(value, "=", candidate);
                if (Boolean.TRUE.equals(same)) {
                    return !in.negated();
                }
                unknown |= same == null;
            }
        }
        return unknown ? null : (Boolean) in.negated();
    }

    private @Nullable Boolean between(Expr.Between between, Row row) {
        Object value = evaluate(between.value(), row);
        Boolean above = compare(value, ">=", evaluate(between.low(), row));
        Boolean below = compare(value, "<=", evaluate(between.high(), row));
        if (Boolean.FALSE.equals(above) || Boolean.FALSE.equals(below)) {
            return between.negated();
        }
        return (above == null || below == null) ? null : (Boolean) !between.negated();
    }

    private @Nullable Boolean like(Expr.Like like, Row row) {
        Object value = evaluate(like.value(), row);
        if (Values.absent(value)) {
            return null;
        }
        String text = Values.string(value);
        LikePattern pattern = like.constant();
        if (pattern == null) {
            Object given = evaluate(like.pattern(), row);
            Object escape = like.escape() == null ? "" : evaluate(like.escape(), row);
            if (Values.absent(given) || Values.absent(escape)) {
                return null;
            }
            String form = Values.string(given);
            String by = Values.string(escape);
            budget.charge(LikePattern.MAX_LENGTH);
            pattern = form == null || by == null ? null : LikePattern.compile(form, by);
        }
        if (pattern == null || text == null) {
            throw SelectErrors.error(
                    "LikeInvalidInputs", "Invalid argument given to the LIKE clause in the SQL expression.");
        }
        return pattern.matches(text, budget) != like.negated();
    }

    private @Nullable Object concat(List<Expr> terms, Row row) {
        StringBuilder all = new StringBuilder();
        for (Expr term : terms) {
            Object value = evaluate(term, row);
            if (Values.absent(value)) {
                return null;
            }
            String text = Values.string(value);
            if (text == null) {
                throw SelectErrors.dataType(Values.kind(value) + " beside ||, which joins strings.");
            }
            if (all.length() + text.length() > Values.MAX_LENGTH) {
                throw SelectErrors.columnTooLong();
            }
            budget.make(text.length());
            all.append(text);
        }
        return all.toString();
    }

    private @Nullable Object arithmetic(Expr first, List<Expr.Operation> rest, Row row) {
        Object value = evaluate(first, row);
        Number sum = Values.absent(value) ? null : operand(value);
        for (Expr.Operation each : rest) {
            Object next = evaluate(each.value(), row);
            if (Values.absent(next)) {
                sum = null;
                continue;
            }
            Number operand = operand(next);
            if (sum != null) {
                int apart =
                        Values.decimal(sum).scale() - Values.decimal(operand).scale();
                budget.charge(ZERO * Math.abs(apart));
                sum = Values.calculate(each.operator(), sum, operand);
            }
        }
        return sum;
    }

    private static @Nullable Object negate(@Nullable Object value) {
        return Values.absent(value) ? value : Values.calculate('-', 0L, operand(value));
    }

    static Number operand(@Nullable Object value) {
        Number number = Values.number(value);
        if (number == null) {
            throw SelectErrors.dataType(Values.kind(value) + " where a number is needed.");
        }
        return number;
    }

    private @Nullable Object choose(Expr.Case choice, Row row) {
        Expr about = choice.subject();
        Object subject = about == null ? null : evaluate(about, row);
        for (Expr.When when : choice.whens()) {
            Object condition = evaluate(when.condition(), row);
            Boolean fits = about == null ? truth(condition) : compare(subject, "=", condition);
            if (Boolean.TRUE.equals(fits)) {
                return evaluate(when.result(), row);
            }
        }
        Expr otherwise = choice.otherwise();
        return otherwise == null ? null : evaluate(otherwise, row);
    }
}
