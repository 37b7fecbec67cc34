package dev.virga.app.admin;

import dev.virga.kernel.audit.UsedPermissions;
import dev.virga.kernel.policy.PolicyPattern;
import dev.virga.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a policy allows that was not used.
final class Surplus {
    private Surplus() {}

    /// One line for each pattern of actions that nothing used, and for each that allows more than
    /// was used.
    static List<String> of(String document, List<UsedPermissions.Used> used) {
        Set<String> actions =
                used.stream().map(UsedPermissions.Used::action).collect(Collectors.toCollection(TreeSet::new));
        List<String> lines = new ArrayList<>();
        Object top = Json.parse(document) instanceof Map<?, ?> map ? map.get("Statement") : null;
        for (Object each : list(top)) {
            if (each instanceof Map<?, ?> statement && "Allow".equals(statement.get("Effect"))) {
                add(statement, actions, lines);
            }
        }
        return lines;
    }

    private static void add(Map<?, ?> statement, Set<String> used, List<String> lines) {
        String on = " on " + texts(list(statement.get("Resource")));
        if (statement.containsKey("NotAction")) {
            lines.add("all but " + texts(list(statement.get("NotAction"))) + on);
            return;
        }
        List<String> unused = new ArrayList<>();
        for (Object pattern : list(statement.get("Action"))) {
            String text = String.valueOf(pattern);
            List<String> matching = used.stream()
                    .filter(action -> PolicyPattern.matches(text, action))
                    .toList();
            if (matching.isEmpty()) {
                unused.add(text);
            } else if (text.indexOf('*') >= 0 || text.indexOf('?') >= 0) {
                lines.add(text + on + " (used: " + String.join(", ", matching) + ")");
            } else if (on.endsWith(" *")) {
                lines.add(text + on);
            }
        }
        if (!unused.isEmpty()) {
            lines.add(String.join(", ", unused) + on);
        }
    }

    private static List<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list : value == null ? List.of() : List.of(value);
    }

    private static String texts(List<?> values) {
        return values.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
