package dev.virga.services.s3;

import dev.virga.kernel.policy.PublicPolicy;
import dev.virga.wire.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a public access block makes of a bucket's policy.
final class RestrictedPolicy {
    private RestrictedPolicy() {}

    /// What a bucket's row says of its policy: null when it is not public.
    static @Nullable String flag(@Nullable String policy) {
        return policy != null && PublicPolicy.isPublic(policy) ? "1" : null;
    }

    /// The policy of a bucket whose public access is restricted: it counts for its owner's account
    /// and for services only.
    static String of(String policy, String account) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        if (Json.parse(policy) instanceof Map<?, ?> fields) {
            fields.forEach((key, value) -> document.put(key.toString(), value));
        }
        List<@Nullable Object> statements = new ArrayList<>();
        switch (document.get("Statement")) {
            case List<?> several -> statements.addAll(several);
            case null -> {}
            case Object one -> statements.add(one);
        }
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
}
