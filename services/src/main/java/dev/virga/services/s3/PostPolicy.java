package dev.virga.services.s3;

import dev.virga.wire.AwsException;
import dev.virga.wire.DetailedException;
import dev.virga.wire.Json;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the owner of a key allows a form to upload, and until when.
///
/// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
///
/// @param minBytes of the file
/// @param maxBytes of the file
record PostPolicy(Instant expiration, List<Condition> conditions, long minBytes, long maxBytes) {
    private static final int MAX_CONDITIONS = 1_000;

    /// Fields that need no condition.
    private static final Set<String> FREE =
            Set.of("awsaccesskeyid", "signature", "x-amz-signature", "policy", "file", "bucket");

    /// @param field in lower case
    record Condition(boolean prefix, String field, String name, String value) {
        private boolean holds(String given) {
            if (!prefix) {
                return given.equals(value);
            }
            if (!field.equals("content-type")) {
                return given.startsWith(value);
            }
            // A list of types: each of them.
            for (String type : given.split(",")) {
                if (!type.strip().startsWith(value)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public String toString() {
            return "[\"" + (prefix ? "starts-with" : "eq") + "\", \"$" + name + "\", \"" + value + "\"]";
        }
    }

    /// @param base64 as it stands in the form
    static PostPolicy parse(String base64) {
        String json;
        try {
            json = new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw invalid("Invalid Base64.");
        }
        if (!(parsed(json) instanceof Map<?, ?> policy)) {
            throw invalid("Invalid JSON.");
        }
        if (!(policy.get("expiration") instanceof String expiration)) {
            throw invalid("Policy missing expiration.");
        }
        if (!(policy.get("conditions") instanceof List<?> list) || list.size() > MAX_CONDITIONS) {
            throw invalid("Policy missing conditions.");
        }
        List<Condition> conditions = new ArrayList<>();
        long[] range = {0, Long.MAX_VALUE};
        for (Object one : list) {
            condition(one, conditions, range);
        }
        return new PostPolicy(instant(expiration), List.copyOf(conditions), range[0], range[1]);
    }

    private static @Nullable Object parsed(String json) {
        try {
            return Json.parse(json);
        } catch (Json.Malformed e) {
            throw invalid("Invalid JSON.");
        }
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw invalid("Invalid 'expiration' value: '" + text + "'");
        }
    }

    private static void condition(Object one, List<Condition> conditions, long[] range) {
        if (one instanceof Map<?, ?> map) {
            map.forEach((name, value) -> conditions.add(condition(false, (String) name, text(value))));
            return;
        }
        if (!(one instanceof List<?> list) || list.size() != 3 || !(list.getFirst() instanceof String operator)) {
            throw invalid("Invalid Condition.");
        }
        switch (operator.toLowerCase(Locale.ROOT)) {
            case "eq", "starts-with" -> {
                String name = text(list.get(1));
                if (!name.startsWith("$")) {
                    throw invalid("Invalid Condition: the field must start with '$'.");
                }
                boolean prefix = operator.equalsIgnoreCase("starts-with");
                conditions.add(condition(prefix, name.substring(1), text(list.get(2))));
            }
            case "content-length-range" -> {
                range[0] = Math.max(range[0], bytes(list.get(1)));
                range[1] = Math.min(range[1], bytes(list.get(2)));
            }
            default -> throw invalid("Invalid Condition: unknown operation '" + operator + "'.");
        }
    }

    private static Condition condition(boolean prefix, String name, String value) {
        return new Condition(prefix, name.toLowerCase(Locale.ROOT), name, value);
    }

    private static String text(@Nullable Object value) {
        if (value instanceof String || value instanceof Number) {
            return value.toString();
        }
        throw invalid("Invalid Condition.");
    }

    private static long bytes(@Nullable Object value) {
        try {
            return new BigDecimal(text(value)).longValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            throw invalid("Invalid content-length-range.");
        }
    }

    /// @param fields of the form, by name in lower case
    /// @throws AwsException AccessDenied, with the condition that does not hold
    void check(Map<String, String> fields, String bucket, Instant now) {
        if (now.isAfter(expiration)) {
            throw denied("Policy expired.");
        }
        Set<String> named = new HashSet<>();
        for (Condition condition : conditions) {
            named.add(condition.field());
            String given = condition.field().equals("bucket") ? bucket : fields.getOrDefault(condition.field(), "");
            if (!condition.holds(given)) {
                throw denied("Policy Condition failed: " + condition);
            }
        }
        List<String> extra = fields.keySet().stream()
                .filter(name -> !named.contains(name) && !FREE.contains(name) && !name.startsWith("x-ignore-"))
                .toList();
        if (!extra.isEmpty()) {
            throw denied("Extra input fields: " + String.join(", ", extra));
        }
    }

    /// @param length bytes that the file has, or has at least
    /// @throws AwsException EntityTooLarge
    void checkMost(long length) {
        if (length > maxBytes) {
            throw DetailedException.of(
                    S3Errors.entityTooLarge(),
                    "ProposedSize",
                    Long.toString(length),
                    "MaxSizeAllowed",
                    Long.toString(maxBytes));
        }
    }

    /// @param length bytes that the file has
    /// @throws AwsException EntityTooSmall
    void checkLeast(long length) {
        if (length < minBytes) {
            throw DetailedException.of(
                    S3Errors.entityTooSmall(),
                    "ProposedSize",
                    Long.toString(length),
                    "MinSizeAllowed",
                    Long.toString(minBytes));
        }
    }

    private static AwsException invalid(String why) {
        return new AwsException("InvalidPolicyDocument", 400, "Invalid Policy: " + why);
    }

    private static AwsException denied(String why) {
        return new AwsException("AccessDenied", 403, "Invalid according to Policy: " + why);
    }
}
