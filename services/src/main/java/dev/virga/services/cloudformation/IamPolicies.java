package dev.virga.services.cloudformation;

import dev.virga.api.iam.Tag;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `Policies` and `Tags` as IAM's types have them.
final class IamPolicies {
    private static final Schema POLICY = new Schema("PolicyName* PolicyDocument*");

    private IamPolicies() {}

    /// Documents of the inline policies by name.
    static Map<String, String> inline(Properties properties) {
        Map<String, String> documents = new LinkedHashMap<>();
        for (Object item : properties.list("Policies")) {
            Properties policy = Properties.of(item, "Policies");
            POLICY.check("Policy", policy.tree(), "");
            documents.put(policy.required("PolicyName"), String.valueOf(policy.json("PolicyDocument")));
        }
        return documents;
    }

    static @Nullable List<Tag> tags(Properties properties) {
        if (!properties.has("Tags")) {
            return null;
        }
        return properties.tags("Tags").entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }
}
