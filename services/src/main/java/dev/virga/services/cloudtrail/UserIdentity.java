package dev.virga.services.cloudtrail;

import dev.virga.kernel.Call;
import dev.virga.kernel.Caller;
import dev.virga.kernel.Client;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Who called, as `userIdentity` shows it.
final class UserIdentity {
    private UserIdentity() {}

    static Map<String, Object> of(Call call) {
        Map<String, Object> json = new LinkedHashMap<>();
        Client client = call.client();
        Caller.Token token = call.caller().token();
        switch (call.caller()) {
            case Caller.Root root -> {
                principal(json, "Root", root, client);
                context(json, null, token);
            }
            case Caller.User user -> {
                principal(json, "IAMUser", user, client);
                json.put("userName", user.name());
                context(json, null, token);
            }
            case Caller.Session session -> {
                principal(json, "AssumedRole", session, client);
                context(
                        json,
                        issuer("Role", session.roleId(), session.roleArn(), session.account(), session.roleName()),
                        token);
            }
            case Caller.FederatedUser user -> {
                principal(json, "FederatedUser", user, client);
                context(json, issuer(user.issuer()), token);
            }
            case Caller.WebIdentity identity -> {
                json.put("type", "WebIdentityUser");
                json.put("principalId", identity.userId());
                json.put("userName", identity.subject());
                json.put("identityProvider", identity.provider());
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
        if (!call.via().isEmpty()) {
            json.put("invokedBy", call.via().getLast());
        } else if (client == null && call.sourceAddress().endsWith(".amazonaws.com")) {
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

    private static Map<String, Object> issuer(Caller caller) {
        return caller instanceof Caller.User user
                ? issuer("IAMUser", user.userId(), user.arn(), user.account(), user.name())
                : issuer("Root", caller.userId(), caller.arn(), caller.account(), "root");
    }

    private static Map<String, Object> issuer(String type, String id, String arn, String account, String name) {
        Map<String, Object> issuer = new LinkedHashMap<>();
        issuer.put("type", type);
        issuer.put("principalId", id);
        issuer.put("arn", arn);
        issuer.put("accountId", account);
        issuer.put("userName", name);
        return issuer;
    }

    /// Only temporary credentials have one.
    private static void context(
            Map<String, Object> json, @Nullable Map<String, Object> issuer, Caller.@Nullable Token token) {
        if (issuer == null && token == null) {
            return;
        }
        Map<String, Object> context = new LinkedHashMap<>();
        if (issuer != null) {
            context.put("sessionIssuer", issuer);
        }
        Map<String, Object> attributes = new LinkedHashMap<>();
        if (token != null) {
            attributes.put(
                    "creationDate",
                    token.issued().truncatedTo(ChronoUnit.SECONDS).toString());
            if (token.provider() != null) {
                context.put("webIdFederationData", Map.of("federatedProvider", token.provider()));
            }
            if (token.sourceIdentity() != null) {
                context.put("sourceIdentity", token.sourceIdentity());
            }
        }
        attributes.put("mfaAuthenticated", String.valueOf(token != null && token.mfa() != null));
        context.put("attributes", attributes);
        json.put("sessionContext", context);
    }

    /// What `LookupEvents` finds by `Username`; null for services.
    static @Nullable String username(Caller caller) {
        return switch (caller) {
            case Caller.Root root -> "root";
            case Caller.User user -> user.name();
            case Caller.Session session -> session.sessionName();
            case Caller.FederatedUser user -> user.name();
            case Caller.WebIdentity identity -> identity.subject();
            case Caller.Service service -> null;
            case Caller.Anonymous anonymous -> null;
        };
    }
}
