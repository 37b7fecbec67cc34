package dev.virga.services.cloudformation;

import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What IAM has to allow.
final class CfnAccess {
    private CfnAccess() {}

    /// @param stack name or id, or null when no stack is named
    static List<Access> to(String action, Call call, @Nullable String stack) {
        String resource;
        if (stack == null) {
            resource = "*";
        } else if (stack.startsWith("arn:")) {
            resource = stack;
        } else {
            resource = Place.of(call).stackArn(stack, "*");
        }
        return List.of(Access.to("cloudformation:" + action, resource));
    }
}
