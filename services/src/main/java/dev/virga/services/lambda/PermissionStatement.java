package dev.virga.services.lambda;

import dev.virga.api.lambda.AddPermissionRequest;
import dev.virga.kernel.PolicyPrincipals;
import dev.virga.wire.AwsException;
import dev.virga.wire.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A statement of a resource policy, made of what AddPermission says.
final class PermissionStatement {
    private PermissionStatement() {}

    static String of(AddPermissionRequest request, FunctionName name) {
        Map<String, Object> statement = new LinkedHashMap<>();
        statement.put("Sid", request.statementId());
        statement.put("Effect", "Allow");
        statement.put("Principal", principal(request.principal()));
        statement.put("Action", request.action());
        statement.put("Resource", name.arn());
        Map<String, Object> conditions = conditions(request);
        if (!conditions.isEmpty()) {
            statement.put("Condition", conditions);
        }
        return Json.write(statement);
    }

    /// The statement as it is stored.
    static String kept(String statement, FunctionName name, PolicyPrincipals principals) {
        String before = "{\"Statement\":";
        String document = principals.keep(before + statement + "}", name.account(), unknown -> invalidPrincipal());
        return document.substring(before.length(), document.length() - 1);
    }

    private static AwsException invalidPrincipal() {
        return LambdaErrors.invalid("The provided principal was invalid. Please check the principal and try again.");
    }

    private static Object principal(String principal) {
        if (principal.equals("*")) {
            return "*";
        }
        if (principal.matches("\\d{12}")) {
            return Map.of("AWS", "arn:aws:iam::" + principal + ":root");
        }
        if (principal.startsWith("arn:")) {
            return Map.of("AWS", principal);
        }
        if (!principal.matches("[a-zA-Z0-9.-]+\\.[a-zA-Z]+")) {
            throw invalidPrincipal();
        }
        return Map.of("Service", principal);
    }

    private static Map<String, Object> conditions(AddPermissionRequest request) {
        Map<String, Object> equal = new LinkedHashMap<>();
        put(equal, "AWS:SourceAccount", request.sourceAccount());
        put(equal, "lambda:EventSourceToken", request.eventSourceToken());
        put(equal, "aws:PrincipalOrgID", request.principalOrgID());
        put(equal, "lambda:FunctionUrlAuthType", request.functionUrlAuthType());
        Map<String, Object> conditions = new LinkedHashMap<>();
        if (!equal.isEmpty()) {
            conditions.put("StringEquals", equal);
        }
        if (request.invokedViaFunctionUrl() != null) {
            conditions.put(
                    "Bool",
                    Map.of(
                            "lambda:InvokedViaFunctionUrl",
                            request.invokedViaFunctionUrl().toString()));
        }
        if (request.sourceArn() != null) {
            conditions.put("ArnLike", Map.of("AWS:SourceArn", request.sourceArn()));
        }
        return conditions;
    }

    private static void put(Map<String, Object> into, String key, @Nullable String value) {
        if (value != null) {
            into.put(key, value);
        }
    }
}
