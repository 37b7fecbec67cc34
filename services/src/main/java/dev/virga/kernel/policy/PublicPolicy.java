package dev.virga.kernel.policy;

import dev.virga.wire.Json;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Whether the policy of a resource lets in who is not named: AWS's meaning of "public"
/// (docs: AmazonS3/latest/userguide/access-control-block-public-access.html).
public final class PublicPolicy {
    /// A condition on one of these with fixed values names who is meant.
    private static final Set<String> NAMING = Set.of(
            "aws:sourcearn",
            "aws:sourcevpc",
            "aws:sourcevpce",
            "aws:sourceowner",
            "aws:sourceaccount",
            "aws:sourceorgid",
            "aws:userid",
            "aws:username",
            "aws:principalorgid",
            "aws:principalorgpaths",
            "aws:principalaccount",
            "aws:principalarn",
            "kms:calleraccount",
            "s3:x-amz-server-side-encryption-aws-kms-key-id",
            "s3:dataaccesspointarn",
            "s3:dataaccesspointaccount");

    private static final Set<String> MATCHING =
            Set.of("stringequals", "stringequalsignorecase", "stringlike", "arnequals", "arnlike");
    /// What `aws:userid` is for whoever does not sign. No other key of [#NAMING] has a value then.
    private static final String ANONYMOUS = "anonymous";

    private static final int WIDEST_IPV4 = 8;
    private static final int WIDEST_IPV6 = 32;

    private PublicPolicy() {}

    /// @param policy that is well formed
    public static boolean isPublic(String policy) {
        if (Json.parse(policy) instanceof Map<?, ?> document) {
            for (Object statement : list(document.get("Statement"))) {
                if (statement instanceof Map<?, ?> fields && isPublic(fields)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isPublic(Map<?, ?> statement) {
        if (!"Allow".equals(statement.get("Effect"))) {
            return false;
        }
        if (!statement.containsKey("NotPrincipal") && !everybody(statement.get("Principal"))) {
            return false;
        }
        if (statement.get("Condition") instanceof Map<?, ?> condition) {
            for (Map.Entry<?, ?> operator : condition.entrySet()) {
                if (operator.getValue() instanceof Map<?, ?> keys
                        && names(operator.getKey().toString(), keys)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean everybody(@Nullable Object principal) {
        if (principal instanceof Map<?, ?> kinds) {
            return list(kinds.get("AWS")).stream().anyMatch(PublicPolicy::everybody)
                    || list(kinds.get("CanonicalUser")).stream().anyMatch(PublicPolicy::everybody);
        }
        return principal instanceof String name && name.indexOf('*') >= 0;
    }

    /// Whether a part of a condition says by fixed values who is meant. `ForAllValues:` does not: it
    /// holds for whoever has no value at all.
    private static boolean names(String operator, Map<?, ?> keys) {
        String plain = operator.toLowerCase(Locale.ROOT).replaceFirst("^foranyvalue:", "");
        for (Map.Entry<?, ?> key : keys.entrySet()) {
            String name = key.getKey().toString().toLowerCase(Locale.ROOT);
            List<?> values = list(key.getValue());
            boolean fixed = (MATCHING.contains(plain) && NAMING.contains(name))
                    ? values.stream().allMatch(value -> isFixed(name, value.toString()))
                    : plain.equals("ipaddress")
                            && name.equals("aws:sourceip")
                            && values.stream().allMatch(value -> isNarrow(value.toString()));
            if (fixed && !values.isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private static boolean isFixed(String key, String value) {
        if (value.contains("${")) {
            return false;
        }
        // Sessions of one role: AROAEXAMPLE:*
        String rest = key.equals("aws:userid") && value.endsWith(":*") ? value.substring(0, value.length() - 2) : value;
        boolean anybody = key.equals("aws:userid") && value.equalsIgnoreCase(ANONYMOUS);
        return !anybody && rest.indexOf('*') < 0 && rest.indexOf('?') < 0;
    }

    private static boolean isNarrow(String range) {
        int slash = range.indexOf('/');
        if (slash < 0) {
            return true;
        }
        try {
            int bits = Integer.parseInt(range.substring(slash + 1));
            return bits >= (range.indexOf(':') >= 0 ? WIDEST_IPV6 : WIDEST_IPV4);
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static List<?> list(@Nullable Object value) {
        return value == null ? List.of() : value instanceof List<?> list ? list : List.of(value);
    }
}
