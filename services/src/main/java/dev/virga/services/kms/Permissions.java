package dev.virga.services.kms;

import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Caller;
import dev.virga.wire.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What IAM must allow for a call. A grant that fits counts like a statement of the key's policy
/// that allows this very operation; explicit denials still win.
final class Permissions {
    private final GrantTable grants;

    Permissions(GrantTable grants) {
        this.grants = grants;
    }

    /// An operation on one key.
    List<Access> on(Keys.Named named, String operation, Call call) {
        return on(named, operation, call, Conditions.of(named, call));
    }

    List<Access> on(Keys.Named named, String operation, Call call, Conditions conditions) {
        return List.of(one(named, operation, call, conditions));
    }

    Access one(Keys.Named named, String operation, Call call, Conditions conditions) {
        Map<String, String> context = conditions.context();
        return one(named, operation, call, conditions, grant -> grant.allows(operation, context));
    }

    /// @param fits whether a grant allows it
    Access one(Keys.Named named, String operation, Call call, Conditions conditions, Predicate<Grant> fits) {
        String action = "kms:" + operation;
        KmsKey key = named.found();
        return Access.to(action, named.arn())
                .withResourcePolicy(key == null ? null : policy(key, action, call.caller(), fits))
                .withConditions(conditions.toMap());
    }

    /// An operation on the account's keys as a whole.
    List<Access> onAll(String operation, Call call) {
        return List.of(Access.to("kms:" + operation, "*")
                .withConditions(Conditions.of(call).toMap()));
    }

    private String policy(KmsKey key, String action, Caller caller, Predicate<Grant> fits) {
        if (!key.granted()) {
            return key.policy();
        }
        for (String principal : names(caller)) {
            for (Grant grant : grants.ofGrantee(key, principal)) {
                if (fits.test(grant)) {
                    return withStatement(key.policy(), caller, principal, action);
                }
            }
        }
        return key.policy();
    }

    /// As grants may name the caller.
    static List<String> names(Caller caller) {
        return switch (caller) {
            case Caller.Root root -> List.of(root.arn());
            case Caller.User user -> List.of(user.arn());
            case Caller.Session session -> List.of(session.arn(), session.roleArn());
            case Caller.FederatedUser user -> List.of(user.arn());
            case Caller.WebIdentity identity -> List.of();
            case Caller.Service service -> List.of(service.service());
            case Caller.Anonymous nobody -> List.of();
        };
    }

    private static String withStatement(String policy, Caller caller, String principal, String action) {
        Map<String, Object> statement = new LinkedHashMap<>();
        statement.put("Effect", "Allow");
        statement.put("Principal", Map.of(caller instanceof Caller.Service ? "Service" : "AWS", principal));
        statement.put("Action", action);
        statement.put("Resource", "*");
        if (!(Json.parse(policy) instanceof Map<?, ?> document)) {
            throw new IllegalStateException("a key policy is no object");
        }
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        document.forEach((name, value) -> all.put(String.valueOf(name), value));
        List<@Nullable Object> statements = new ArrayList<>();
        if (all.get("Statement") instanceof List<?> list) {
            statements.addAll(list);
        } else {
            statements.add(all.get("Statement"));
        }
        statements.add(statement);
        all.put("Statement", statements);
        return Json.write(all);
    }
}
