package dev.virga.services.kms;

import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import java.util.List;

/// What IAM must allow for a call.
final class Permissions {
    /// An operation on one key.
    List<Access> on(Keys.Named named, String operation, Call call) {
        return on(named, operation, call, Conditions.of(named, call));
    }

    List<Access> on(Keys.Named named, String operation, Call call, Conditions conditions) {
        return List.of(one(named, operation, call, conditions));
    }

    Access one(Keys.Named named, String operation, Call call, Conditions conditions) {
        return Access.to("kms:" + operation, named.key().arn())
                .withResourcePolicy(named.key().policy())
                .withConditions(conditions.toMap());
    }

    /// An operation on the account's keys as a whole.
    List<Access> onAll(String operation, Call call) {
        return List.of(Access.to("kms:" + operation, "*")
                .withConditions(Conditions.of(call).toMap()));
    }
}
