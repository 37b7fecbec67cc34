package dev.virga.kernel;

import dev.virga.wire.Op;
import dev.virga.wire.Struct;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Told of every call of an operation, from outside or between services: what IAM said, and how it
/// ended. For audit, explanations and counters.
///
/// Runs on the call's own thread, for every call: what has nothing to note must return at once. It
/// must not throw, but for [#ended] of a call that succeeded: then the caller gets the failure,
/// because what has to be on record is not.
public interface CallLog {
    /// Notes nothing.
    CallLog NONE = new CallLog() {};

    default void allowed(Op<?, ?> op, Access access, Call call) {}

    default void refused(Op<?, ?> op, Access access, Call call, Authorizer.Denied why) {}

    /// @param needed what IAM was asked, or would have been; empty when it did not come to that
    /// @param output null when it failed; a body in it belongs to the client and is not read here
    /// @param failure null when it succeeded; other than [dev.virga.wire.AwsException] it is a bug
    default void ended(
            Call call,
            Op<?, ?> op,
            Struct input,
            List<Access> needed,
            @Nullable Struct output,
            @Nullable RuntimeException failure) {}

    /// Tells several, one after the other.
    static CallLog all(List<CallLog> logs) {
        CallLog[] each = logs.toArray(new CallLog[0]);
        return new CallLog() {
            @Override
            public void allowed(Op<?, ?> op, Access access, Call call) {
                for (CallLog log : each) {
                    log.allowed(op, access, call);
                }
            }

            @Override
            public void refused(Op<?, ?> op, Access access, Call call, Authorizer.Denied why) {
                for (CallLog log : each) {
                    log.refused(op, access, call, why);
                }
            }

            @Override
            public void ended(
                    Call call,
                    Op<?, ?> op,
                    Struct input,
                    List<Access> needed,
                    @Nullable Struct output,
                    @Nullable RuntimeException failure) {
                for (CallLog log : each) {
                    log.ended(call, op, input, needed, output, failure);
                }
            }
        };
    }
}
