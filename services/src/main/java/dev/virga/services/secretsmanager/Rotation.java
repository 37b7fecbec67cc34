package dev.virga.services.secretsmanager;

import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import org.jspecify.annotations.Nullable;

/// How a secret is rotated, and how far its current rotation has come.
///
/// @param days `AutomaticallyAfterDays`, or null
/// @param expression `ScheduleExpression`, or null
/// @param duration of the window, e.g. `3h`, or null
/// @param token of the version that the rotation under way makes, or null
/// @param proof `RotationToken`, with which the function may prove where it comes from
/// @param attempts of the rotation under way
/// @param testing only the step `testSecret` is run, to see whether the function is right
/// @param timerMillis when there is something to do, or null
record Rotation(
        boolean enabled,
        @Nullable String functionArn,
        @Nullable Long days,
        @Nullable String expression,
        @Nullable String duration,
        @Nullable Long lastMillis,
        @Nullable String token,
        @Nullable String proof,
        int attempts,
        boolean testing,
        @Nullable Long timerMillis) {
    static final Rotation NONE = new Rotation(false, null, null, null, null, null, null, null, 0, false, null);

    Rotation by(String function, @Nullable Long everyDays, @Nullable String schedule, @Nullable String window) {
        return new Rotation(
                true, function, everyDays, schedule, window, lastMillis, token, proof, attempts, testing, timerMillis);
    }

    Rotation under(String newToken, String newProof, boolean test) {
        return new Rotation(
                enabled, functionArn, days, expression, duration, lastMillis, newToken, newProof, 0, test, timerMillis);
    }

    Rotation attempted(long next) {
        return new Rotation(
                enabled,
                functionArn,
                days,
                expression,
                duration,
                lastMillis,
                token,
                proof,
                attempts + 1,
                testing,
                next);
    }

    Rotation at(@Nullable Long next) {
        return new Rotation(
                enabled, functionArn, days, expression, duration, lastMillis, token, proof, attempts, testing, next);
    }

    /// @param last when it succeeded, or what it was
    Rotation ended(@Nullable Long last, @Nullable Long next) {
        return new Rotation(enabled, functionArn, days, expression, duration, last, null, null, 0, false, next);
    }

    Rotation off() {
        return new Rotation(false, functionArn, days, expression, duration, lastMillis, null, null, 0, false, null);
    }

    boolean running() {
        return token != null;
    }

    /// Null when it is rotated only on request.
    @Nullable
    RotationSchedule schedule() {
        return days == null && expression == null ? null : RotationSchedule.of(days, expression, duration);
    }

    void write(RowWriter row) {
        row.bool(enabled)
                .nullableString(functionArn)
                .nullableVarint(days)
                .nullableString(expression)
                .nullableString(duration)
                .nullableVarint(lastMillis)
                .nullableString(token)
                .nullableString(proof)
                .varint(attempts)
                .bool(testing)
                .nullableVarint(timerMillis);
    }

    static Rotation read(RowReader row) {
        return new Rotation(
                row.bool(),
                row.nullableString(),
                row.nullableVarint(),
                row.nullableString(),
                row.nullableString(),
                row.nullableVarint(),
                row.nullableString(),
                row.nullableString(),
                (int) row.varint(),
                row.bool(),
                row.nullableVarint());
    }
}
