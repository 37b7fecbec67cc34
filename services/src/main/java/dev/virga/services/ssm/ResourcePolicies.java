package dev.virga.services.ssm;

import dev.virga.api.ssm.MalformedResourcePolicyDocumentException;
import dev.virga.api.ssm.ResourceNotFoundException;
import dev.virga.api.ssm.ResourcePolicyConflictException;
import dev.virga.api.ssm.ResourcePolicyInvalidParameterException;
import dev.virga.api.ssm.ResourcePolicyNotFoundException;
import dev.virga.kernel.Call;
import dev.virga.kernel.policy.PolicyDocument;
import dev.virga.services.ssm.ParameterTable.Found;
import dev.virga.wire.AwsException;
import dev.virga.wire.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// Policies that share a parameter of the advanced tier with other accounts.
final class ResourcePolicies {
    private ResourcePolicies() {}

    /// The statements of several policies as one document.
    static String document(Collection<String> policies) {
        List<Object> statements = new ArrayList<>();
        for (String policy : policies) {
            if (Json.parse(policy) instanceof Map<?, ?> document) {
                Object own = document.get("Statement");
                statements.addAll(own instanceof List<?> list ? list : own == null ? List.of() : List.of(own));
            }
        }
        return Json.write(Map.of("Version", "2012-10-17", "Statement", statements));
    }

    static String hash(String policy) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(policy.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static void check(String policy) {
        try {
            PolicyDocument.parse(policy, PolicyDocument.Kind.RESOURCE);
        } catch (AwsException e) {
            throw new MalformedResourcePolicyDocumentException(
                    "The specified policy document is malformed: " + e.getMessage());
        }
    }

    /// @param name of a principal that does not exist
    static AwsException invalidPrincipal(String name) {
        return new MalformedResourcePolicyDocumentException(
                "The specified policy document is malformed: Invalid principal in policy: " + name);
    }

    /// The parameter that an ARN names.
    static ParameterName name(ParameterTable parameters, String arn, Call call) {
        if (!arn.startsWith("arn:aws:ssm:") || !arn.contains(":parameter/")) {
            throw new ResourcePolicyInvalidParameterException("Only parameters can have resource policies here: " + arn)
                    .parameterNames(List.of("ResourceArn"));
        }
        ParameterName name = ParameterName.of(arn, call);
        Found found = parameters.find(name);
        if (found == null) {
            throw new ResourceNotFoundException("The specified parameter to be shared could not be found.");
        }
        return name;
    }

    /// A policy is changed by whoever knows what it is.
    static void checkHash(StoredParameter parameter, String id, String hash) {
        String policy = parameter.policies().get(id);
        if (policy == null) {
            throw new ResourcePolicyNotFoundException(
                    "No policies with the specified policy ID and hash could be" + " found.");
        }
        if (!hash(policy).equals(hash)) {
            throw new ResourcePolicyConflictException("The hash provided in the call doesn't match the stored hash.");
        }
    }
}
