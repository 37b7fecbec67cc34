package dev.virga.app.admin;

import dev.virga.kernel.Arn;
import dev.virga.kernel.policy.Explanation;
import dev.virga.wire.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What to do about a refusal.
///
/// @param text one sentence
/// @param statement to be added, as JSON on one line; null when nothing has to be added
record Advice(String text, @Nullable String statement) {
    static Advice on(Explanation it) {
        if (it.because().startsWith("with an explicit deny")) {
            String which =
                    it.sid() == null || it.sid().isEmpty() ? "the statement that denies" : "statement " + it.sid();
            return new Advice(
                    "An explicit deny wins over everything that allows: remove or narrow " + which + " of " + name(it)
                            + ".",
                    null);
        }
        if (it.because().contains("permissions boundary")) {
            return new Advice("Add this statement to the permissions boundary " + boundary(it) + ":", allow(it, null));
        }
        if (it.because().contains("session policy")) {
            return new Advice(
                    "The session was opened with a policy of its own, which has to allow it as well. Add to it:",
                    allow(it, null));
        }
        if (it.because().contains("trust policy")) {
            return new Advice("Add this statement to the trust policy of " + it.resource() + ":", trust(it));
        }
        if (it.because().contains("resource-based policy")) {
            return new Advice("Add this statement to the policy of " + it.resource() + ":", allow(it, principal(it)));
        }
        if (it.because().contains("identity-based policy")) {
            return new Advice("Add this statement to a policy of " + who(it.principal()) + ":", allow(it, null));
        }
        return new Advice("Make its policies smaller: " + it.because() + ".", null);
    }

    private static String name(Explanation it) {
        return it.source() == null ? "its policy" : it.source();
    }

    private static String boundary(Explanation it) {
        for (Explanation.Policy policy : it.policies()) {
            if (policy.kind() == Explanation.Kind.BOUNDARY) {
                return policy.name();
            }
        }
        return "";
    }

    /// `role NAME`, `user NAME`, or the ARN.
    static String who(String principal) {
        Arn arn = Arn.parse(principal);
        if (arn == null) {
            return principal;
        }
        String[] parts = arn.resource().split("/");
        return switch (parts[0]) {
            case "assumed-role" -> "role " + parts[1];
            case "user" -> "user " + parts[parts.length - 1];
            default -> principal;
        };
    }

    private static String allow(Explanation it, @Nullable Map<String, Object> principal) {
        Map<String, Object> statement = new LinkedHashMap<>();
        statement.put("Effect", "Allow");
        if (principal != null) {
            statement.put("Principal", principal);
        }
        statement.put("Action", it.action());
        statement.put("Resource", it.resource());
        return Json.write(statement);
    }

    private static String trust(Explanation it) {
        Map<String, Object> statement = new LinkedHashMap<>();
        statement.put("Effect", "Allow");
        statement.put("Principal", principal(it));
        statement.put("Action", it.action());
        return Json.write(statement);
    }

    private static Map<String, Object> principal(Explanation it) {
        Arn arn = Arn.parse(it.principal());
        if (arn == null) {
            return it.principal().contains(".") ? Map.of("Service", it.principal()) : Map.of("AWS", "*");
        }
        List<String> parts = List.of(arn.resource().split("/"));
        return parts.getFirst().equals("assumed-role")
                ? Map.of("AWS", "arn:aws:iam::" + arn.account() + ":role/" + parts.get(1))
                : Map.of("AWS", it.principal());
    }
}
