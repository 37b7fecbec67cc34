package dev.virga.services.lambda;

import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.policy.PassRole;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    /// Handing a role to Lambda, for a function.
    static Access passRole(String role, FunctionName name) {
        return PassRole.access(role, "lambda.amazonaws.com")
                .withConditions(Map.of("iam:AssociatedResourceArn", List.of(name.functionArn())));
    }

    /// Setting a function's layers, or leaving them as they are.
    static Access settings(String action, FunctionName name, @Nullable List<String> layers) {
        Access access = Access.to("lambda:" + action, name.arn());
        return layers == null ? access : access.withConditions(Map.of("lambda:Layer", layers));
    }

    /// Letting somebody use a function.
    static Access permission(FunctionName name, @Nullable String principal, @Nullable String urlAuth) {
        Map<String, List<String>> conditions = new HashMap<>();
        if (principal != null) {
            conditions.put("lambda:Principal", List.of(principal));
        }
        if (urlAuth != null) {
            conditions.put("lambda:FunctionUrlAuthType", List.of(urlAuth));
        }
        return Access.to("lambda:AddPermission", name.arn()).withConditions(conditions);
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
