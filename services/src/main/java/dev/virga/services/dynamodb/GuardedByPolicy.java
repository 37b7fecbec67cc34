package dev.virga.services.dynamodb;

import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import dev.virga.wire.Struct;
import java.util.ArrayList;
import java.util.List;

/// An operation whose tables have policies of their own: what IAM has to allow, they may allow to
/// other accounts, and deny to anyone. Every operation is wrapped in it, so that none forgets.
record GuardedByPolicy<I extends Struct, O extends Struct>(Operation<I, O> operation, DefinitionTable definitions)
        implements Operation<I, O> {
    @Override
    public Op<I, O> op() {
        return operation.op();
    }

    @Override
    public List<Access> access(I input, Call call) {
        List<Access> needed = operation.access(input, call);
        List<Access> guarded = needed;
        for (int i = 0; i < needed.size(); i++) {
            String policy = definitions.policy(needed.get(i).resource(), call);
            if (policy != null) {
                guarded = guarded == needed ? new ArrayList<>(needed) : guarded;
                guarded.set(i, needed.get(i).withResourcePolicy(policy));
            }
        }
        return guarded;
    }

    @Override
    public O handle(I input, Call call) {
        return operation.handle(input, call);
    }
}
