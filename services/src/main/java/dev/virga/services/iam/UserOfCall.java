package dev.virga.services.iam;

import dev.virga.kernel.Call;
import dev.virga.kernel.Caller;
import org.jspecify.annotations.Nullable;

/// Which user an operation means when its input names none: the one who calls.
final class UserOfCall {
    private UserOfCall() {}

    static String name(@Nullable String given, Call call) {
        return given == null ? name(call) : given;
    }

    static String name(Call call) {
        if (call.caller() instanceof Caller.User user) {
            return user.name();
        }
        throw IamErrors.validation("Must specify userName when calling with non-User credentials");
    }
}
