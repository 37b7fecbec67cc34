package dev.virga.kernel;

import dev.virga.wire.Op;
import dev.virga.wire.Struct;

/// How services call each other: the straight line from *validate* on, without HTTP.
public interface Cloud {
    /// Validates, authorizes and handles the call as if `as` had sent it.
    ///
    /// @throws dev.virga.wire.AwsException what a client would have got
    <I extends Struct, O extends Struct> O call(Caller as, String region, Op<I, O> op, I input);

    /// The same on behalf of a call that is being handled: its caller, region, trace and source.
    <I extends Struct, O extends Struct> O call(Call on, Op<I, O> op, I input);
}
