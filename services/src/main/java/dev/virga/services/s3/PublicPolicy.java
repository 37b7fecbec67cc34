package dev.virga.services.s3;

import dev.virga.wire.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Whether a bucket's policy lets in who is not named: AWS's meaning of "public"
/// (docs: AmazonS3/latest/userguide/access-control-block-public-access.html).
final class PublicPolicy {
    /// A condition on one of these with fixed values names who is meant.
    private static final Set<String> NAMING = Set.of(
            "aws:sourcearn",
            "aws:sourcevpc",
            "aws:sourcevpce",
            "aws:sourceowner",
            "aws:sourceaccount",
            "aws:sourceorgid",
            "aws:userid",
            "aws:principalorgid",
            "aws:principalorgpaths",
            "aws:principalaccount",
            "aws:principalarn",
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

    /// What a bucket's row says of its policy: null when it is not public.
    static @Nullable String flag(@Nullable String policy) {
        return policy != null && isPublic(policy) ? "1" : null;
    }

    static boolean isPublic(String policy) {
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

    /// The policy of a bucket whose public access is restricted: it counts for its owner's account
    /// and for services only.
    static String restricted(String policy, String account) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        if (Json.parse(policy) instanceof Map<?, ?> fields) {
            fields.forEach((key, value) -> document.put(key.toString(), value));
        }
        List<@Nullable Object> statements = new ArrayList<>(list(document.get("Statement")));
        statements.add(Map.of(
                "Sid",
                "RestrictPublicBuckets",
                "Effect",
                "Deny",
                "Principal",
                "*",
                "Action",
                "s3:*",
                "Resource",
                "*",
                "Condition",
                Map.of(
                        "StringNotEquals",
                        Map.of("aws:PrincipalAccount", account),
                        "BoolIfExists",
                        Map.of("aws:PrincipalIsAWSService", "false"))));
        document.put("Statement", statements);
        return Json.write(document);
    }

    private static List<?> list(@Nullable Object value) {
        return value == null ? List.of() : value instanceof List<?> list ? list : List.of(value);
    }
}
