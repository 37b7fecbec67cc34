package dev.virga.app.deploy;

import dev.virga.api.cloudformation.StackResourceSummary;
import dev.virga.api.iam.GetPolicyRequest;
import dev.virga.api.iam.GetPolicyVersionRequest;
import dev.virga.api.iam.GetRolePolicyRequest;
import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.ListRolePoliciesRequest;
import dev.virga.kernel.Caller;
import dev.virga.kernel.Cloud;
import dev.virga.kernel.policy.ActionTable;
import dev.virga.kernel.policy.PolicyLint;
import dev.virga.wire.AwsException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Says what IAM accepts in the policies of a stack although it cannot mean anything: an action
/// that AWS does not have, most of all. Warnings only; nothing fails because of them.
record PolicyWarnings(Cloud cloud, Caller caller, String region) {
    private static final int MAX_WARNINGS = 20;

    /// A line a finding.
    void tell(String stack, Progress progress) {
        PolicyLint lint = new PolicyLint(new ActionTable());
        List<String> warnings = new ArrayList<>();
        for (StackResourceSummary resource : new StackResources(cloud, caller, region).of(stack)) {
            for (String document : documents(resource)) {
                lint.check(document)
                        .forEach(finding ->
                                warnings.add("  warning: " + resource.logicalResourceId() + ": " + finding.message()));
            }
        }
        warnings.stream().distinct().limit(MAX_WARNINGS).forEach(progress::line);
    }

    private List<String> documents(StackResourceSummary resource) {
        String id = resource.physicalResourceId();
        if (id == null) {
            return List.of();
        }
        try {
            return switch (resource.resourceType()) {
                case "AWS::IAM::Role" -> ofRole(id);
                case "AWS::IAM::ManagedPolicy" -> List.of(ofPolicy(id));
                default -> List.of();
            };
        } catch (AwsException e) {
            // Removed by somebody meanwhile.
            return List.of();
        }
    }

    private List<String> ofRole(String role) {
        List<String> names = cloud.call(
                        caller,
                        region,
                        IamOps.ListRolePolicies,
                        ListRolePoliciesRequest.builder().roleName(role).build())
                .policyNames();
        return names.stream()
                .map(name -> decoded(cloud.call(
                                caller,
                                region,
                                IamOps.GetRolePolicy,
                                GetRolePolicyRequest.builder()
                                        .roleName(role)
                                        .policyName(name)
                                        .build())
                        .policyDocument()))
                .toList();
    }

    private String ofPolicy(String arn) {
        String version = cloud.call(
                        caller,
                        region,
                        IamOps.GetPolicy,
                        GetPolicyRequest.builder().policyArn(arn).build())
                .policy()
                .defaultVersionId();
        return decoded(cloud.call(
                        caller,
                        region,
                        IamOps.GetPolicyVersion,
                        GetPolicyVersionRequest.builder()
                                .policyArn(arn)
                                .versionId(version)
                                .build())
                .policyVersion()
                .document());
    }

    private static String decoded(String document) {
        return URLDecoder.decode(document, StandardCharsets.UTF_8);
    }
}
