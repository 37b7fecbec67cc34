package dev.virga.kernel;

import dev.virga.wire.Op;
import dev.virga.wire.Struct;
import java.util.List;

/// One operation of one service: one class, with AWS's name. The input is decoded and satisfies the
/// model.
public interface Operation<I extends Struct, O extends Struct> {
    /// The operation in the model, e.g. `DynamodbOps.PutItem`.
    Op<I, O> op();

    /// What IAM must allow. Empty only for operations that need no permission
    /// (`GetCallerIdentity`).
    List<Access> access(I input, Call call);

    /// Carries the call out; what it acknowledges is durable when it returns.
    ///
    /// @throws dev.virga.wire.AwsException with the error that the client gets
    O handle(I input, Call call);
}
