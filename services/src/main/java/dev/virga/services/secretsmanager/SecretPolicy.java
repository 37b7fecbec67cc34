package dev.virga.services.secretsmanager;

import dev.virga.api.secretsmanager.MalformedPolicyDocumentException;
import dev.virga.kernel.policy.PolicyDocument;
import dev.virga.wire.AwsException;
import org.jspecify.annotations.Nullable;

/// What a secret's policy must look like before it is kept; what it means is IAM's business.
final class SecretPolicy {
    static final String BROAD = "Resource policy can't be applied: it grants broad access to the secret. Name the"
            + " principals, or narrow them with a condition.";

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
}
