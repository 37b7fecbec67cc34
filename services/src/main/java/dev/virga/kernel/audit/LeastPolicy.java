package dev.virga.kernel.audit;

import dev.virga.kernel.audit.UsedPermissions.Used;
import dev.virga.wire.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The smallest policy that allows what was used: actions that need the same resources share a
/// statement.
///
/// @param statements in the order of their services
public record LeastPolicy(List<Statement> statements) {
    /// The inline policy as which it is given to a role.
    public static final String NAME = "virga-least-privilege";

    /// @param actions sorted, @param resources sorted
    public record Statement(String sid, Set<String> actions, Set<String> resources) {}

    /// What every function needs to write its log, whether it was seen to or not.
    ///
    /// @param logGroups ARNs without a `:*` at the end
    public static LeastPolicy of(Collection<Used> used, Collection<String> logGroups) {
        Map<String, Set<String>> resources = new TreeMap<>();
        for (Used each : used) {
            resources.computeIfAbsent(each.action(), a -> new TreeSet<>()).add(each.resource());
        }
        resources.replaceAll((action, all) -> ResourcePatterns.generalise(all));
        for (String group : logGroups) {
            for (String action : List.of("logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents")) {
                resources.computeIfAbsent(action, a -> new TreeSet<>()).add(group + ":*");
            }
        }
        return new LeastPolicy(statements(resources));
    }

    private static List<Statement> statements(Map<String, Set<String>> resources) {
        // By service and resources.
        Map<String, Set<String>> actions = new LinkedHashMap<>();
        Map<String, Set<String>> same = new LinkedHashMap<>();
        resources.forEach((action, all) -> {
            String key = action.substring(0, action.indexOf(':')) + " " + String.join(" ", all);
            actions.computeIfAbsent(key, k -> new TreeSet<>()).add(action);
            same.put(key, all);
        });
        List<Statement> statements = new ArrayList<>();
        Map<String, Integer> numbers = new TreeMap<>();
        actions.forEach((key, together) -> {
            String service = key.substring(0, key.indexOf(' '));
            int number = numbers.merge(service, 1, Integer::sum);
            statements.add(new Statement(sid(service, number), together, same.getOrDefault(key, Set.of())));
        });
        return List.copyOf(statements);
    }

    /// Letters and digits only.
    private static String sid(String service, int number) {
        String letters = service.replaceAll("[^a-z0-9]", "");
        String name = letters.substring(0, 1).toUpperCase(Locale.ROOT) + letters.substring(1);
        return number == 1 ? name : name + number;
    }

    /// As IAM takes it.
    public Map<String, Object> toJson() {
        Map<String, Object> policy = new LinkedHashMap<>();
        policy.put("Version", "2012-10-17");
        List<Object> all = new ArrayList<>();
        for (Statement statement : statements) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("Sid", statement.sid());
            json.put("Effect", "Allow");
            json.put("Action", List.copyOf(statement.actions()));
            json.put("Resource", List.copyOf(statement.resources()));
            all.add(json);
        }
        policy.put("Statement", all);
        return policy;
    }

    /// The document on one line.
    public String document() {
        return Json.write(toJson());
    }
}
