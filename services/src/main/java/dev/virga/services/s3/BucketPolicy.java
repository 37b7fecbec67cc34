package dev.virga.services.s3;

import dev.virga.kernel.policy.PolicyDocument;
import dev.virga.wire.AwsException;
import dev.virga.wire.DetailedException;
import dev.virga.wire.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a bucket's policy must look like before it is kept; what it means is IAM's business.
final class BucketPolicy {
    /// As AWS: 20 KB.
    private static final int MAX_CHARS = 20 << 10;

    private BucketPolicy() {}

    static void check(String policy, String bucket) {
        if (policy.length() > MAX_CHARS) {
            throw malformed("Policies must be at most " + MAX_CHARS + " bytes");
        }
        Object document;
        try {
            document = Json.parse(policy);
        } catch (AwsException e) {
            throw malformed("Policies must be valid JSON and the first byte must be '{'");
        }
        if (!(document instanceof Map<?, ?> map)) {
            throw malformed("Policies must be valid JSON and the first byte must be '{'");
        }
        List<?> statements = list(map.get("Statement"));
        if (statements.isEmpty()) {
            throw malformed("Missing required field Statement");
        }
        for (Object statement : statements) {
            if (!(statement instanceof Map<?, ?> fields)) {
                throw malformed("Syntax errors in policy");
            }
            if (!fields.containsKey("Principal") && !fields.containsKey("NotPrincipal")) {
                throw malformed("Missing required field Principal");
            }
            for (Object resource : list(fields.get("Resource"))) {
                String arn = "arn:aws:s3:::" + bucket;
                String given = String.valueOf(resource);
                if (!arn.equals(given) && !given.startsWith(arn + "/") && !wild(given, arn)) {
                    throw malformed("Policy has invalid resource");
                }
            }
        }
        checkLanguage(policy);
    }

    /// What is kept must be readable when a decision needs it.
    private static void checkLanguage(String policy) {
        try {
            PolicyDocument.parse(policy, PolicyDocument.Kind.RESOURCE);
        } catch (AwsException e) {
            throw malformed(String.valueOf(e.getMessage()));
        }
    }

    private static boolean wild(String resource, String arn) {
        int star = resource.indexOf('*');
        return star >= 0 && (arn + "/").startsWith(resource.substring(0, star));
    }

    private static List<?> list(@Nullable Object value) {
        return value == null ? List.of() : value instanceof List<?> list ? list : List.of(value);
    }

    /// @param name as the policy has it
    static AwsException invalidPrincipal(String name) {
        return DetailedException.of(malformed("Invalid principal in policy"), "Detail", "\"AWS\" : \"" + name + "\"");
    }

    private static AwsException malformed(String message) {
        return new AwsException("MalformedPolicy", 400, message);
    }
}
