package dev.virga.services.cloudtrail;

import dev.virga.kernel.Call;
import dev.virga.kernel.Caller;
import dev.virga.kernel.Client;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Who called, as `userIdentity` shows it.
final class UserIdentity {
    private UserIdentity() {}

    static Map<String, Object> of(Call call) {
        Map<String, Object> json = new LinkedHashMap<>();
        switch (call.caller()) {
            case Caller.Root root -> principal(json, "Root", root, call.client());
            case Caller.User user -> {
                principal(json, "IAMUser", user, call.client());
                json.put("userName", user.name());
            }
            case Caller.Session session -> {
                principal(json, "AssumedRole", session, call.client());
                json.put("sessionContext", sessionContext(session));
            }
            case Caller.Service service -> {
                json.put("type", "AWSService");
                json.put("invokedBy", service.service());
            }
            case Caller.Anonymous anonymous -> {
                json.put("type", "AWSAccount");
                json.put("principalId", "");
                json.put("accountId", "ANONYMOUS_PRINCIPAL");
            }
        }
        if (call.client() == null && isService(call.sourceAddress())) {
            json.put("invokedBy", call.sourceAddress());
        }
        return json;
    }

    private static void principal(Map<String, Object> json, String type, Caller caller, @Nullable Client client) {
        json.put("type", type);
        json.put("principalId", caller.userId());
        json.put("arn", caller.arn());
        json.put("accountId", caller.account());
        if (client != null && client.accessKeyId() != null) {
            json.put("accessKeyId", client.accessKeyId());
        }
    }

    private static Map<String, Object> sessionContext(Caller.Session session) {
        Map<String, Object> issuer = new LinkedHashMap<>();
        issuer.put("type", "Role");
        issuer.put("principalId", session.roleId());
        issuer.put("arn", session.roleArn());
        issuer.put("accountId", session.account());
        issuer.put("userName", session.roleName());
        return Map.of("sessionIssuer", issuer, "attributes", Map.of("mfaAuthenticated", "false"));
    }

    /// What `LookupEvents` finds by `Username`; null for services.
    static @Nullable String username(Caller caller) {
        return switch (caller) {
            case Caller.Root root -> "root";
            case Caller.User user -> user.name();
            case Caller.Session session -> session.sessionName();
            case Caller.Service service -> null;
            case Caller.Anonymous anonymous -> null;
        };
    }

    private static boolean isService(String source) {
        return source.endsWith(".amazonaws.com");
    }
}
