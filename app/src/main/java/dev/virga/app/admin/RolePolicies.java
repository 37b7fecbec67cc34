package dev.virga.app.admin;

import dev.virga.api.iam.AttachedPolicy;
import dev.virga.api.iam.DeleteRolePolicyRequest;
import dev.virga.api.iam.DetachRolePolicyRequest;
import dev.virga.api.iam.GetPolicyRequest;
import dev.virga.api.iam.GetPolicyVersionRequest;
import dev.virga.api.iam.GetRolePolicyRequest;
import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.ListAttachedRolePoliciesRequest;
import dev.virga.api.iam.ListRolePoliciesRequest;
import dev.virga.api.iam.PutRolePolicyRequest;
import dev.virga.kernel.Caller;
import dev.virga.kernel.Cloud;
import dev.virga.wire.Op;
import dev.virga.wire.Struct;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The policies of one role, through IAM's own operations.
record RolePolicies(Cloud cloud, Caller root, String region, String role) {
    /// More than a role's quotas allow of either kind.
    private static final int MOST = 1000;

    /// @param name of an inline policy, or the ARN of a managed one
    record Present(String name, boolean inline, String document) {}

    List<Present> all() {
        List<Present> all = new ArrayList<>();
        ListRolePoliciesRequest inline =
                ListRolePoliciesRequest.builder().roleName(role).maxItems(MOST).build();
        for (String name : call(IamOps.ListRolePolicies, inline).policyNames()) {
            GetRolePolicyRequest get = GetRolePolicyRequest.builder()
                    .roleName(role)
                    .policyName(name)
                    .build();
            all.add(new Present(
                    name, true, decode(call(IamOps.GetRolePolicy, get).policyDocument())));
        }
        ListAttachedRolePoliciesRequest attached = ListAttachedRolePoliciesRequest.builder()
                .roleName(role)
                .maxItems(MOST)
                .build();
        for (AttachedPolicy policy :
                call(IamOps.ListAttachedRolePolicies, attached).attachedPolicies()) {
            String arn = policy.policyArn();
            String version = call(
                            IamOps.GetPolicy,
                            GetPolicyRequest.builder().policyArn(arn).build())
                    .policy()
                    .defaultVersionId();
            GetPolicyVersionRequest get = GetPolicyVersionRequest.builder()
                    .policyArn(arn)
                    .versionId(version)
                    .build();
            String document = call(IamOps.GetPolicyVersion, get).policyVersion().document();
            all.add(new Present(arn, false, decode(document)));
        }
        return all;
    }

    void put(String name, String document) {
        call(
                IamOps.PutRolePolicy,
                PutRolePolicyRequest.builder()
                        .roleName(role)
                        .policyName(name)
                        .policyDocument(document)
                        .build());
    }

    void remove(Present policy) {
        if (policy.inline()) {
            call(
                    IamOps.DeleteRolePolicy,
                    DeleteRolePolicyRequest.builder()
                            .roleName(role)
                            .policyName(policy.name())
                            .build());
        } else {
            call(
                    IamOps.DetachRolePolicy,
                    DetachRolePolicyRequest.builder()
                            .roleName(role)
                            .policyArn(policy.name())
                            .build());
        }
    }

    private <I extends Struct, O extends Struct> O call(Op<I, O> op, I input) {
        return cloud.call(root, region, op, input);
    }

    private static String decode(String document) {
        return URLDecoder.decode(document, StandardCharsets.UTF_8);
    }
}
