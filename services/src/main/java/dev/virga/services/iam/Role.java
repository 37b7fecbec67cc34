package dev.virga.services.iam;

import dev.virga.api.iam.RoleLastUsed;
import dev.virga.kernel.policy.PolicyDocument;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// @param trust who may assume it: a policy document
/// @param maxSessionSeconds longest duration that `AssumeRole` may ask for
/// @param trusted unique ids of users and roles that the trust policy named when it was written, by
///     ARNs
record Role(
        String account,
        String path,
        String name,
        String id,
        Instant created,
        Grants grants,
        String trust,
        String description,
        int maxSessionSeconds,
        Map<String, String> trusted)
        implements Entity<Role> {
    static final String KIND = "role";
    static final int DEFAULT_MAX_SESSION_SECONDS = 3600;

    /// @throws dev.virga.wire.AwsException MalformedPolicyDocument, LimitExceeded
    static void checkTrust(String document) {
        Documents.check(document, PolicyDocument.Kind.TRUST);
        if (Documents.size(document) > Quotas.TRUST_POLICY_SIZE) {
            throw IamErrors.quota("ACLSizePerRole", Quotas.TRUST_POLICY_SIZE);
        }
    }

    @Override
    public String arn() {
        return Arns.of(account, KIND, path, name);
    }

    @Override
    public Role withGrants(Grants others) {
        return new Role(account, path, name, id, created, others, trust, description, maxSessionSeconds, trusted);
    }

    /// Made for a service of AWS, which alone may change it.
    boolean serviceLinked() {
        return path.startsWith(ServiceLinkedRole.PATH);
    }

    Role withTrust(String document, Map<String, String> ids) {
        return new Role(account, path, name, id, created, grants, document, description, maxSessionSeconds, ids);
    }

    Role with(String newDescription, int newMaxSessionSeconds) {
        return new Role(account, path, name, id, created, grants, trust, newDescription, newMaxSessionSeconds, trusted);
    }

    /// As lists show it.
    dev.virga.api.iam.Role summary() {
        return shape().build();
    }

    /// As `GetRole` shows it.
    dev.virga.api.iam.Role details() {
        return details(null);
    }

    /// @param last use of its sessions, or null
    dev.virga.api.iam.Role details(LastAccessTable.@Nullable Use last) {
        return shape().permissionsBoundary(User.boundary(grants.boundary()))
                .tags(Tags.list(grants.tags()))
                .roleLastUsed(RoleLastUsed.builder()
                        .lastUsedDate(last == null ? null : last.when())
                        .region(last == null ? null : last.region())
                        .build())
                .build();
    }

    private dev.virga.api.iam.Role.Builder shape() {
        return dev.virga.api.iam.Role.builder()
                .path(path)
                .roleName(name)
                .roleId(id)
                .arn(arn())
                .createDate(created)
                .assumeRolePolicyDocument(Documents.encode(trust))
                .description(description.isEmpty() ? null : description)
                .maxSessionDuration(maxSessionSeconds);
    }
}
