package dev.virga.app.admin;

import dev.virga.kernel.policy.Explanation;
import dev.virga.wire.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A refusal as STS's `DecodeAuthorizationMessage` shows it, for who handles such messages by
/// program.
///
/// https://docs.aws.amazon.com/STS/latest/APIReference/API_DecodeAuthorizationMessage.html
final class EncodedRefusal {
    private EncodedRefusal() {}

    static String json(Explanation refusal) {
        List<Object> matched = new ArrayList<>();
        Map<String, List<String>> keys = new LinkedHashMap<>();
        for (Explanation.Policy policy : refusal.policies()) {
            for (Explanation.Statement statement : policy.statements()) {
                if (statement.says() == Explanation.Says.DENY) {
                    Map<String, Object> item = new LinkedHashMap<>();
                    item.put("statementId", statement.sid() == null ? "" : statement.sid());
                    item.put("effect", "DENY");
                    item.put("policyName", policy.name());
                    matched.add(item);
                }
                for (Explanation.Test test : statement.tests()) {
                    if (test.actual() != null) {
                        keys.put(test.key(), test.actual());
                    }
                }
            }
        }
        List<Object> conditions = new ArrayList<>();
        keys.forEach((key, values) -> conditions.add(Map.of(
                "key",
                key,
                "values",
                items(values.stream()
                        .map(value -> (Object) Map.of("value", value))
                        .toList()))));
        Map<String, Object> context = new LinkedHashMap<>();
        context.put("principal", Map.of("arn", refusal.principal()));
        context.put("action", refusal.action());
        context.put("resource", refusal.resource());
        context.put("conditions", items(conditions));
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("allowed", refusal.allowed());
        message.put("explicitDeny", !matched.isEmpty());
        message.put("matchedStatements", items(matched));
        message.put("failures", items(List.of()));
        message.put("context", context);
        return Json.write(message);
    }

    private static Map<String, Object> items(List<Object> all) {
        return Map.of("items", all);
    }
}
