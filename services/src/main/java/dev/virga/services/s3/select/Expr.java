package dev.virga.services.s3.select;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A part of an expression, immutable. What can be chained without parentheses is a list, so that a
/// long chain is not a deep tree.
sealed interface Expr {
    /// @param value null for NULL
    record Literal(@Nullable Object value) implements Expr {}

    /// Where a value lies in the record.
    record Path(List<Step> steps) implements Expr {}

    record And(List<Expr> terms) implements Expr {}

    record Or(List<Expr> terms) implements Expr {}

    record Not(Expr value) implements Expr {}

    /// @param operator one of `= <> < <= > >=`
    record Comparison(Expr left, String operator, Expr right) implements Expr {}

    /// @param missing whether MISSING is asked for, which NULL is not
    record IsNull(Expr value, boolean missing, boolean negated) implements Expr {}

    record In(Expr value, List<Expr> among, boolean negated) implements Expr {}

    record Between(Expr value, Expr low, Expr high, boolean negated) implements Expr {}

    /// @param constant the pattern when it does not depend on the record
    record Like(
            Expr value,
            Expr pattern,
            @Nullable Expr escape,
            @Nullable LikePattern constant,
            boolean negated) implements Expr {}

    record Concat(List<Expr> terms) implements Expr {}

    /// From left to right.
    record Arithmetic(Expr first, List<Operation> rest) implements Expr {}

    /// @param operator one of `+ - * / %`
    record Operation(char operator, Expr value) {}

    record Negation(Expr value) implements Expr {}

    record ListOf(List<Expr> items) implements Expr {}

    /// @param subject null for `CASE WHEN condition`
    record Case(
            @Nullable Expr subject,
            List<When> whens,
            @Nullable Expr otherwise) implements Expr {}

    record When(Expr condition, Expr result) {}

    record Cast(Expr value, CastType to) implements Expr {}

    record Call(Function function, List<Expr> arguments) implements Expr {}

    /// @param part of the date that DATE_ADD, DATE_DIFF and EXTRACT are about
    record DateCall(Function function, DatePart part, List<Expr> arguments) implements Expr {}

    /// @param kind LEADING, TRAILING or BOTH
    record Trim(TrimKind kind, @Nullable Expr characters, Expr value) implements Expr {}

    enum TrimKind {
        LEADING,
        TRAILING,
        BOTH
    }

    /// @param slot of its running value
    /// @param argument null for `COUNT(*)`
    record Aggregate(int slot, AggregateKind kind, @Nullable Expr argument) implements Expr {}

    enum AggregateKind {
        COUNT,
        SUM,
        AVG,
        MIN,
        MAX
    }
}
