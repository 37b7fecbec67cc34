package dev.virga.services.cloudformation;

import dev.virga.api.iam.AttachGroupPolicyRequest;
import dev.virga.api.iam.AttachRolePolicyRequest;
import dev.virga.api.iam.AttachUserPolicyRequest;
import dev.virga.api.iam.DeleteGroupPolicyRequest;
import dev.virga.api.iam.DeleteRolePolicyRequest;
import dev.virga.api.iam.DeleteUserPolicyRequest;
import dev.virga.api.iam.DetachGroupPolicyRequest;
import dev.virga.api.iam.DetachRolePolicyRequest;
import dev.virga.api.iam.DetachUserPolicyRequest;
import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.PutGroupPolicyRequest;
import dev.virga.api.iam.PutRolePolicyRequest;
import dev.virga.api.iam.PutUserPolicyRequest;
import java.util.LinkedHashSet;
import java.util.Set;

/// The roles, users and groups that a policy is for.
///
/// @param kind `Roles`, `Users` or `Groups`
record IamTargets(String kind, String name) {
    static Set<IamTargets> of(Properties policy) {
        Set<IamTargets> targets = new LinkedHashSet<>();
        for (String kind : new String[] {"Roles", "Users", "Groups"}) {
            policy.texts(kind).forEach(name -> targets.add(new IamTargets(kind, name)));
        }
        return targets;
    }

    void put(Deed deed, String policy, String document) {
        switch (kind) {
            case "Roles" ->
                deed.call(
                        IamOps.PutRolePolicy,
                        PutRolePolicyRequest.builder()
                                .roleName(name)
                                .policyName(policy)
                                .policyDocument(document)
                                .build());
            case "Users" ->
                deed.call(
                        IamOps.PutUserPolicy,
                        PutUserPolicyRequest.builder()
                                .userName(name)
                                .policyName(policy)
                                .policyDocument(document)
                                .build());
            default ->
                deed.call(
                        IamOps.PutGroupPolicy,
                        PutGroupPolicyRequest.builder()
                                .groupName(name)
                                .policyName(policy)
                                .policyDocument(document)
                                .build());
        }
    }

    void drop(Deed deed, String policy) {
        switch (kind) {
            case "Roles" ->
                deed.callUnlessGone(
                        IamOps.DeleteRolePolicy,
                        DeleteRolePolicyRequest.builder()
                                .roleName(name)
                                .policyName(policy)
                                .build());
            case "Users" ->
                deed.callUnlessGone(
                        IamOps.DeleteUserPolicy,
                        DeleteUserPolicyRequest.builder()
                                .userName(name)
                                .policyName(policy)
                                .build());
            default ->
                deed.callUnlessGone(
                        IamOps.DeleteGroupPolicy,
                        DeleteGroupPolicyRequest.builder()
                                .groupName(name)
                                .policyName(policy)
                                .build());
        }
    }

    void attach(Deed deed, String arn) {
        switch (kind) {
            case "Roles" ->
                deed.call(
                        IamOps.AttachRolePolicy,
                        AttachRolePolicyRequest.builder()
                                .roleName(name)
                                .policyArn(arn)
                                .build());
            case "Users" ->
                deed.call(
                        IamOps.AttachUserPolicy,
                        AttachUserPolicyRequest.builder()
                                .userName(name)
                                .policyArn(arn)
                                .build());
            default ->
                deed.call(
                        IamOps.AttachGroupPolicy,
                        AttachGroupPolicyRequest.builder()
                                .groupName(name)
                                .policyArn(arn)
                                .build());
        }
    }

    void detach(Deed deed, String arn) {
        switch (kind) {
            case "Roles" ->
                deed.callUnlessGone(
                        IamOps.DetachRolePolicy,
                        DetachRolePolicyRequest.builder()
                                .roleName(name)
                                .policyArn(arn)
                                .build());
            case "Users" ->
                deed.callUnlessGone(
                        IamOps.DetachUserPolicy,
                        DetachUserPolicyRequest.builder()
                                .userName(name)
                                .policyArn(arn)
                                .build());
            default ->
                deed.callUnlessGone(
                        IamOps.DetachGroupPolicy,
                        DetachGroupPolicyRequest.builder()
                                .groupName(name)
                                .policyArn(arn)
                                .build());
        }
    }
}
