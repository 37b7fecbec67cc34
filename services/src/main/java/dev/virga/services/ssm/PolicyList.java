package dev.virga.services.ssm;

import dev.virga.api.ssm.InvalidPolicyAttributeException;
import dev.virga.api.ssm.InvalidPolicyTypeException;
import dev.virga.api.ssm.ParameterInlinePolicy;
import dev.virga.api.ssm.PoliciesLimitExceededException;
import dev.virga.wire.AwsException;
import dev.virga.wire.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Parameter policies: JSON of a list. `Expiration` deletes the parameter at a time; the two kinds
/// that notify need EventBridge, which is not there, and are refused by name.
///
/// @param json as it is stored and shown, or null for none
/// @param expires when the parameter is deleted, or null
record PolicyList(@Nullable String json, @Nullable Instant expires) {
    private static final int MAX_POLICIES = 10;
    static final PolicyList NONE = new PolicyList(null, null);

    static PolicyList parse(String text) {
        Object tree;
        try {
            tree = Json.parse(text);
        } catch (AwsException e) {
            throw invalid();
        }
        if (!(tree instanceof List<?> list)) {
            throw invalid();
        }
        if (list.size() > MAX_POLICIES) {
            throw new PoliciesLimitExceededException(
                    "You specified more than the maximum number of allowed policies for the parameter. The maximum is "
                            + MAX_POLICIES + ".");
        }
        Instant expires = null;
        for (Object item : list) {
            if (!(item instanceof Map<?, ?> policy)) {
                throw invalid();
            }
            if (policy.isEmpty()) {
                // `[{}]` takes the policies away.
                continue;
            }
            if (expires != null) {
                throw new dev.virga.api.ssm.IncompatiblePolicyException(
                        "There is a conflict in the policies specified for this parameter. You can't, for example,"
                                + " specify two Expiration policies for a parameter. Review your policies, and try"
                                + " again.");
            }
            expires = expires(policy);
        }
        return expires == null ? NONE : new PolicyList(text, expires);
    }

    private static Instant expires(Map<?, ?> policy) {
        String type = String.valueOf(policy.get("Type"));
        switch (type) {
            case "Expiration" -> {}
            case "ExpirationNotification", "NoChangeNotification" ->
                throw SsmErrors.notImplemented("PutParameter", "the policy type " + type);
            default ->
                throw new InvalidPolicyTypeException("The policy type isn't supported. Parameter Store supports the"
                        + " following policy types: Expiration, ExpirationNotification, and NoChangeNotification.");
        }
        if (!"1.0".equals(policy.get("Version"))
                || !(policy.get("Attributes") instanceof Map<?, ?> attributes)
                || !(attributes.get("Timestamp") instanceof String timestamp)) {
            throw invalid();
        }
        try {
            return OffsetDateTime.parse(timestamp).toInstant();
        } catch (DateTimeException e) {
            throw invalid();
        }
    }

    private static AwsException invalid() {
        return new InvalidPolicyAttributeException("A policy attribute or its value is invalid. ");
    }

    /// As answers show it.
    static @Nullable List<ParameterInlinePolicy> shown(@Nullable String json) {
        if (json == null || !(Json.parse(json) instanceof List<?> list)) {
            return null;
        }
        return list.stream()
                .filter(item -> item instanceof Map<?, ?> policy && !policy.isEmpty())
                .map(item -> ParameterInlinePolicy.builder()
                        .policyText(Json.write(item))
                        .policyType(String.valueOf(((Map<?, ?>) item).get("Type")))
                        .policyStatus("Pending")
                        .build())
                .toList();
    }
}
