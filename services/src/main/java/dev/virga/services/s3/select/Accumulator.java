package dev.virga.services.s3.select;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The running value of an aggregate. One thread.
final class Accumulator {
    private final Expr.AggregateKind kind;
    private long count;
    private Number sum = 0L;
    private @Nullable Object extreme;

    Accumulator(Expr.AggregateKind kind) {
        this.kind = kind;
    }

    void addRecord() {
        count++;
    }

    /// What is absent does not count.
    void add(@Nullable Object value) {
        if (Values.absent(value)) {
            return;
        }
        count++;
        switch (kind) {
            case COUNT -> {
                // Counted.
            }
            case SUM, AVG -> sum = plus(sum, Evaluator.operand(value));
            case MIN, MAX -> keepExtreme(value);
        }
    }

    /// A sum of whole numbers may grow beyond a long.
    private static Number plus(Number sum, Number value) {
        if (sum instanceof Long a && value instanceof Long b) {
            long added = a + b;
            boolean overflow = ((a ^ added) & (b ^ added)) < 0;
            return overflow ? BigDecimal.valueOf(a).add(BigDecimal.valueOf(b)) : (Number) added;
        }
        return Values.bounded(Values.decimal(sum).add(Values.decimal(value), MathContext.DECIMAL128));
    }

    /// Characters that are kept.
    int held() {
        String text = Values.string(extreme);
        return text == null ? 0 : text.length();
    }

    private void keepExtreme(@Nullable Object value) {
        if (value instanceof List || value instanceof Map) {
            throw SelectErrors.dataType(kind + " of " + Values.kind(value) + " values.");
        }
        Number number = Values.number(value);
        Object candidate = number == null ? value : number;
        if (extreme == null) {
            extreme = candidate;
            return;
        }
        Integer order = Values.order(candidate, extreme);
        if (order == null) {
            throw SelectErrors.dataType(
                    kind + " of " + Values.kind(candidate) + " and " + Values.kind(extreme) + " values.");
        }
        if (kind == Expr.AggregateKind.MIN ? order < 0 : order > 0) {
            extreme = candidate;
        }
    }

    @Nullable
    Object result() {
        return switch (kind) {
            case COUNT -> count;
            case SUM -> count == 0 ? null : sum;
            case AVG ->
                count == 0 ? null : Values.decimal(sum).divide(BigDecimal.valueOf(count), MathContext.DECIMAL128);
            case MIN, MAX -> extreme;
        };
    }
}
