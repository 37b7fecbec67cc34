package dev.virga.services.iam;

import dev.virga.kernel.Arn;
import dev.virga.kernel.policy.PolicyDocument;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds managed policies by their ARNs, those of the account and those of AWS.
final class ManagedPolicies {
    private final PolicyTable table;
    private final AttachmentTable uses;
    final AwsManagedPolicies aws;

    ManagedPolicies(PolicyTable table, AttachmentTable uses, AwsManagedPolicies aws) {
        this.table = table;
        this.uses = uses;
        this.aws = aws;
    }

    /// @throws dev.virga.wire.AwsException MalformedPolicyDocument, LimitExceeded
    static void checkDocument(String document) {
        Documents.check(document, PolicyDocument.Kind.MANAGED);
        if (Documents.size(document) > Quotas.MANAGED_POLICY_SIZE) {
            throw IamErrors.quota("PolicySize", Quotas.MANAGED_POLICY_SIZE);
        }
    }

    /// With the account's own number of uses, for policies that belong to AWS.
    Policy counted(String account, Policy policy) {
        return policy.owner().equals(Policy.AWS) ? counted(policy, uses.uses(account, policy.arn())) : policy;
    }

    /// All of AWS's, with the account's number of uses.
    List<Policy> allOfAws(String account) {
        Map<String, List<AttachmentTable.Use>> known = uses.awsUses(account);
        return aws.all().stream()
                .map(policy -> counted(policy, known.getOrDefault(policy.arn(), List.of())))
                .toList();
    }

    private static Policy counted(Policy policy, List<AttachmentTable.Use> all) {
        int boundaries = 0;
        for (AttachmentTable.Use use : all) {
            boundaries += use.boundary() ? 1 : 0;
        }
        return policy.withUse(all.size() - boundaries, boundaries);
    }

    @Nullable
    Policy find(String account, String arn) {
        if (AwsManagedPolicies.isArn(arn)) {
            return aws.find(arn);
        }
        EntityTable.Stored<Policy> stored = own(account, arn);
        return stored == null ? null : stored.value();
    }

    /// @throws dev.virga.wire.AwsException NoSuchEntity
    Policy require(String account, String arn) {
        Policy policy = find(account, arn);
        if (policy == null) {
            throw IamErrors.noSuchPolicy(arn);
        }
        return policy;
    }

    /// A policy of the account, or null.
    EntityTable.@Nullable Stored<Policy> own(String account, String arn) {
        if (Arn.parse(arn) == null) {
            throw IamErrors.invalidInput("ARN " + arn + " is not valid.");
        }
        String name = arn.substring(arn.lastIndexOf('/') + 1);
        EntityTable.Stored<Policy> stored = name.isEmpty() ? null : table.find(account, name);
        return stored != null && stored.value().arn().equals(arn) ? stored : null;
    }

    /// The name of a policy that the account may change.
    String ownName(String account, String arn) {
        if (AwsManagedPolicies.isArn(arn)) {
            throw IamErrors.awsManaged();
        }
        EntityTable.Stored<Policy> stored = own(account, arn);
        if (stored == null) {
            throw IamErrors.noSuchPolicy(arn);
        }
        return stored.value().name();
    }
}
