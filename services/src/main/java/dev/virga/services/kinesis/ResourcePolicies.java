package dev.virga.services.kinesis;

import dev.virga.kernel.policy.PolicyDocument;
import dev.virga.wire.AwsException;
import dev.virga.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the policy of a stream or a consumer must look like before it is kept; what it means is
/// IAM's business.
final class ResourcePolicies {
    private static final int MAX_BYTES = 20 << 10;

    private ResourcePolicies() {}

    /// @throws AwsException InvalidArgumentException, LimitExceededException
    static void check(String document, String arn) {
        int bytes = document.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_BYTES) {
            throw KinesisErrors.limit("A resource policy of " + bytes + " bytes is too large, at most " + MAX_BYTES
                    + " bytes are allowed.");
        }
        try {
            PolicyDocument.parse(document, PolicyDocument.Kind.RESOURCE);
        } catch (AwsException e) {
            throw KinesisErrors.invalid("The resource policy is malformed: " + e.getMessage());
        }
        if (Json.parse(document) instanceof Map<?, ?> fields) {
            for (Object statement : list(fields.get("Statement"))) {
                for (Object resource : list(((Map<?, ?>) statement).get("Resource"))) {
                    checkResource(resource.toString(), arn);
                }
            }
        }
    }

    private static void checkResource(String resource, String arn) {
        int star = resource.indexOf('*');
        boolean own = resource.equals(arn) || (star >= 0 && arn.startsWith(resource.substring(0, star)));
        if (!own) {
            throw KinesisErrors.invalid("The resource policy of " + arn + " cannot speak of " + resource + ".");
        }
    }

    private static List<?> list(@Nullable Object value) {
        return value == null ? List.of() : value instanceof List<?> list ? list : List.of(value);
    }
}
