package dev.virga.services.sts;

import dev.virga.api.iam.GetPolicyRequest;
import dev.virga.api.iam.GetPolicyVersionRequest;
import dev.virga.api.iam.GetRoleRequest;
import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.NoSuchEntityException;
import dev.virga.api.iam.PolicyVersion;
import dev.virga.api.iam.Role;
import dev.virga.kernel.Arn;
import dev.virga.kernel.Call;
import dev.virga.kernel.Caller;
import dev.virga.kernel.Cloud;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Roles and managed policies, asked of IAM as the root of the account that they belong to.
final class Roles {
    private static final String KIND = "role/";

    private final Cloud cloud;

    Roles(Cloud cloud) {
        this.cloud = cloud;
    }

    /// Null when there is no such role.
    @Nullable
    Role find(String arn, Call call) {
        Arn parsed = Arn.parse(arn);
        if (parsed == null
                || !parsed.service().equals("iam")
                || !parsed.resource().startsWith(KIND)) {
            throw StsErrors.invalidArn(arn);
        }
        String name = arn.substring(arn.lastIndexOf('/') + 1);
        try {
            Role role = cloud.call(
                            new Caller.Root(parsed.account()),
                            call.region(),
                            IamOps.GetRole,
                            GetRoleRequest.builder().roleName(name).build())
                    .role();
            return role.arn().equals(arn) ? role : null;
        } catch (NoSuchEntityException e) {
            return null;
        }
    }

    /// Who may assume it.
    static String trust(Role role) {
        return decode(role.assumeRolePolicyDocument());
    }

    /// The document in force of a managed policy.
    String policy(String arn, String account, Call call) {
        Caller root = new Caller.Root(account);
        String version = cloud.call(
                        root,
                        call.region(),
                        IamOps.GetPolicy,
                        GetPolicyRequest.builder().policyArn(arn).build())
                .policy()
                .defaultVersionId();
        PolicyVersion found = cloud.call(
                        root,
                        call.region(),
                        IamOps.GetPolicyVersion,
                        GetPolicyVersionRequest.builder()
                                .policyArn(arn)
                                .versionId(version)
                                .build())
                .policyVersion();
        return decode(found.document());
    }

    private static String decode(String document) {
        return URLDecoder.decode(document, StandardCharsets.UTF_8);
    }
}
