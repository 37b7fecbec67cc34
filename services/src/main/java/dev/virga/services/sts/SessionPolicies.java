package dev.virga.services.sts;

import dev.virga.api.iam.NoSuchEntityException;
import dev.virga.api.sts.PolicyDescriptorType;
import dev.virga.kernel.Call;
import dev.virga.kernel.policy.PolicyDocument;
import dev.virga.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The policies given with a session, as one document: what one of them allows, they allow
/// together.
final class SessionPolicies {
    static final int MAX_CHARS = 2048;
    private static final int MAX_ARNS = 10;
    /// Of the joined document; it travels in the session token.
    private static final int MAX_JOINED_CHARS = 8192;

    private final Roles roles;

    SessionPolicies(Roles roles) {
        this.roles = roles;
    }

    /// Null when none was given.
    @Nullable
    String join(@Nullable String inline, @Nullable List<PolicyDescriptorType> given, String account, Call call) {
        List<PolicyDescriptorType> arns = given == null ? List.of() : given;
        if (inline != null) {
            if (inline.length() > MAX_CHARS) {
                throw StsErrors.policyTooLong(MAX_CHARS);
            }
            PolicyDocument.parse(inline, PolicyDocument.Kind.IDENTITY);
        }
        if (arns.isEmpty()) {
            return inline;
        }
        if (arns.size() > MAX_ARNS) {
            throw StsErrors.validation("The number of session policies exceeds " + MAX_ARNS);
        }
        List<Object> statements = new ArrayList<>();
        if (inline != null) {
            add(inline, statements);
        }
        for (PolicyDescriptorType descriptor : arns) {
            add(managed(descriptor, account, call), statements);
        }
        String joined = Json.write(Map.of("Version", "2012-10-17", "Statement", statements));
        if (joined.length() > MAX_JOINED_CHARS) {
            throw StsErrors.packedPolicyTooLarge(100 * joined.length() / MAX_JOINED_CHARS);
        }
        return joined;
    }

    private String managed(PolicyDescriptorType descriptor, String account, Call call) {
        String arn = descriptor.arn() == null ? "" : descriptor.arn();
        try {
            return roles.policy(arn, account, call);
        } catch (NoSuchEntityException e) {
            throw StsErrors.validation("Policy " + arn + " does not exist or is not attachable.");
        }
    }

    /// Statement ids have to be unique in a document, and say nothing here.
    private static void add(String document, List<Object> statements) {
        if (Json.parse(document) instanceof Map<?, ?> fields) {
            Object given = fields.get("Statement");
            List<?> all = given instanceof List<?> list ? list : given == null ? List.of() : List.of(given);
            for (Object statement : all) {
                if (statement instanceof Map<?, ?> map) {
                    map.remove("Sid");
                    statements.add(map);
                }
            }
        }
    }
}
