package dev.virga.services.lambda;

import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.policy.PassRole;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What IAM must allow.
final class LambdaAccess {
    private LambdaAccess() {}

    /// An action on a function; the resource has the qualifier that the request has.
    static List<Access> function(String action, FunctionName name) {
        return List.of(Access.to("lambda:" + action, name.arn()));
    }

    static List<Access> function(String action, String functionName, Call call) {
        return function(action, FunctionName.parse(functionName, call));
    }

    /// Handing a role to Lambda.
    static Access passRole(String role) {
        return PassRole.access(role, "lambda.amazonaws.com");
    }

    /// Using layers: each of them must be readable.
    static List<Access> layers(@Nullable List<String> arns) {
        return arns == null
                ? List.of()
                : arns.stream()
                        .map(arn -> Access.to("lambda:GetLayerVersion", arn))
                        .toList();
    }
}
