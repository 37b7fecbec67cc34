package dev.virga.services.secretsmanager;

import dev.virga.api.secretsmanager.MalformedPolicyDocumentException;
import dev.virga.kernel.policy.PolicyDocument;
import dev.virga.wire.AwsException;
import dev.virga.wire.Json;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a secret's policy must look like before it is kept; what it means is IAM's business.
final class SecretPolicy {
    static final String BROAD = "Resource policy can't be applied: it grants broad access to the secret. Name the"
            + " principals, or narrow them with a condition.";

    /// Condition keys that leave only known callers, when they are compared with fixed values.
    private static final Set<String> NARROWING = Set.of(
            "aws:sourceaccount",
            "aws:sourcearn",
            "aws:principalarn",
            "aws:principalaccount",
            "aws:principalorgid",
            "aws:principalorgpaths",
            "aws:sourceorgid",
            "aws:sourcevpc",
            "aws:sourcevpce",
            "aws:sourceip",
            "aws:userid",
            "aws:username",
            "kms:calleraccount");

    private SecretPolicy() {}

    /// @param name of a principal that does not exist
    static AwsException invalidPrincipal(String name) {
        return new MalformedPolicyDocumentException("This resource policy contains an unsupported principal.");
    }

    /// What is wrong with it, or null.
    static @Nullable String malformed(String policy) {
        try {
            PolicyDocument.parse(policy, PolicyDocument.Kind.RESOURCE);
            return null;
        } catch (AwsException e) {
            return e.getMessage() == null ? e.code() : e.getMessage();
        }
    }

    /// Whether somebody whom nobody named may do something. The document is well formed.
    static boolean isPublic(String policy) {
        return Json.parse(policy) instanceof Map<?, ?> document
                && list(document.get("Statement")).stream().anyMatch(SecretPolicy::isPublicStatement);
    }

    private static boolean isPublicStatement(Object item) {
        if (!(item instanceof Map<?, ?> statement) || !"Allow".equals(statement.get("Effect"))) {
            return false;
        }
        Object principal = statement.get("Principal");
        boolean everybody = statement.containsKey("NotPrincipal")
                || "*".equals(principal)
                || (principal instanceof Map<?, ?> types
                        && list(types.get("AWS")).contains("*"));
        return everybody && !narrowed(statement.get("Condition"));
    }

    private static boolean narrowed(@Nullable Object condition) {
        if (!(condition instanceof Map<?, ?> operators)) {
            return false;
        }
        for (Map.Entry<?, ?> entry : operators.entrySet()) {
            String operator = entry.getKey().toString();
            boolean positive = !operator.contains("Not") && !operator.endsWith("IfExists") && !operator.equals("Null");
            if (positive
                    && entry.getValue() instanceof Map<?, ?> keys
                    && keys.entrySet().stream().anyMatch(SecretPolicy::fixed)) {
                return true;
            }
        }
        return false;
    }

    private static boolean fixed(Map.Entry<?, ?> key) {
        return NARROWING.contains(key.getKey().toString().toLowerCase(Locale.ROOT))
                && list(key.getValue()).stream()
                        .map(Object::toString)
                        .noneMatch(value -> value.equals("*") || value.equals("0.0.0.0/0") || value.equals("::/0"));
    }

    private static List<?> list(@Nullable Object value) {
        return value == null ? List.of() : value instanceof List<?> list ? list : List.of(value);
    }
}
