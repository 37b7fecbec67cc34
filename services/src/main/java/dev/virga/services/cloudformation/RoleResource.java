package dev.virga.services.cloudformation;

import dev.virga.api.iam.AttachRolePolicyRequest;
import dev.virga.api.iam.CreateRoleRequest;
import dev.virga.api.iam.DeleteRolePermissionsBoundaryRequest;
import dev.virga.api.iam.DeleteRolePolicyRequest;
import dev.virga.api.iam.DeleteRoleRequest;
import dev.virga.api.iam.DetachRolePolicyRequest;
import dev.virga.api.iam.GetRoleRequest;
import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.PutRolePermissionsBoundaryRequest;
import dev.virga.api.iam.PutRolePolicyRequest;
import dev.virga.api.iam.Role;
import dev.virga.api.iam.TagRoleRequest;
import dev.virga.api.iam.UntagRoleRequest;
import dev.virga.api.iam.UpdateAssumeRolePolicyRequest;
import dev.virga.api.iam.UpdateRoleRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `AWS::IAM::Role`.
final class RoleResource implements ResourceType {
    private static final Schema SCHEMA = new Schema("""
            AssumeRolePolicyDocument* Description ManagedPolicyArns MaxSessionDuration Path! PermissionsBoundary
            Policies RoleName! Tags""");

    @Override
    public String name() {
        return "AWS::IAM::Role";
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public NameRule naming() {
        return new NameRule("RoleName", 64, false);
    }

    @Override
    public TagForm tagging() {
        return TagForm.LIST;
    }

    @Override
    public String capability(Map<String, @Nullable Object> properties) {
        return properties.containsKey("RoleName") ? Capabilities.NAMED_IAM : Capabilities.IAM;
    }

    @Override
    public boolean taken(Deed deed, Properties properties) {
        return deed.there(
                IamOps.GetRole,
                GetRoleRequest.builder()
                        .roleName(properties.required("RoleName"))
                        .build());
    }

    @Override
    public Made create(Deed deed, Properties properties) {
        String name = properties.required("RoleName");
        deed.callUnlessThere(
                IamOps.CreateRole,
                CreateRoleRequest.builder()
                        .roleName(name)
                        .path(properties.text("Path"))
                        .assumeRolePolicyDocument(properties.json("AssumeRolePolicyDocument"))
                        .description(properties.text("Description"))
                        .maxSessionDuration(properties.whole("MaxSessionDuration"))
                        .permissionsBoundary(properties.text("PermissionsBoundary"))
                        .tags(IamPolicies.tags(properties))
                        .build());
        try {
            policies(deed, name, new Properties(Map.of()), properties);
        } catch (RuntimeException e) {
            remove(deed, name, properties);
            throw e;
        }
        return made(deed, name, properties);
    }

    private static Made made(Deed deed, String name, Properties properties) {
        Role role = deed.call(
                        IamOps.GetRole, GetRoleRequest.builder().roleName(name).build())
                .role();
        return Made.of(name, properties).with("Arn", role.arn()).with("RoleId", role.roleId());
    }

    private static void policies(Deed deed, String role, Properties before, Properties after) {
        Set<String> arns = Set.copyOf(after.texts("ManagedPolicyArns"));
        Set<String> names = IamPolicies.inline(after).keySet();
        for (String old : before.texts("ManagedPolicyArns")) {
            if (!arns.contains(old)) {
                detach(deed, role, old);
            }
        }
        for (String old : IamPolicies.inline(before).keySet()) {
            if (!names.contains(old)) {
                drop(deed, role, old);
            }
        }
        for (String arn : arns) {
            deed.call(
                    IamOps.AttachRolePolicy,
                    AttachRolePolicyRequest.builder()
                            .roleName(role)
                            .policyArn(arn)
                            .build());
        }
        IamPolicies.inline(after)
                .forEach((name, document) -> deed.call(
                        IamOps.PutRolePolicy,
                        PutRolePolicyRequest.builder()
                                .roleName(role)
                                .policyName(name)
                                .policyDocument(document)
                                .build()));
    }

    private static void detach(Deed deed, String role, String arn) {
        deed.callUnlessGone(
                IamOps.DetachRolePolicy,
                DetachRolePolicyRequest.builder().roleName(role).policyArn(arn).build());
    }

    private static void drop(Deed deed, String role, String policy) {
        deed.callUnlessGone(
                IamOps.DeleteRolePolicy,
                DeleteRolePolicyRequest.builder()
                        .roleName(role)
                        .policyName(policy)
                        .build());
    }

    @Override
    public Made update(Deed deed, Made before, Properties properties) {
        String name = before.physicalId();
        Set<String> changed = Schema.changed(before.properties(), properties.tree());
        Properties old = new Properties(before.properties());
        if (changed.contains("AssumeRolePolicyDocument")) {
            deed.call(
                    IamOps.UpdateAssumeRolePolicy,
                    UpdateAssumeRolePolicyRequest.builder()
                            .roleName(name)
                            .policyDocument(properties.json("AssumeRolePolicyDocument"))
                            .build());
        }
        if (changed.contains("Description") || changed.contains("MaxSessionDuration")) {
            Integer seconds = properties.whole("MaxSessionDuration");
            deed.call(
                    IamOps.UpdateRole,
                    UpdateRoleRequest.builder()
                            .roleName(name)
                            .description(properties.text("Description", ""))
                            .maxSessionDuration(seconds == null ? 3600 : seconds)
                            .build());
        }
        if (changed.contains("PermissionsBoundary")) {
            boundary(deed, name, properties);
        }
        policies(deed, name, old, properties);
        if (changed.contains("Tags")) {
            List<String> gone = new ArrayList<>(old.tags("Tags").keySet());
            gone.removeAll(properties.tags("Tags").keySet());
            if (!gone.isEmpty()) {
                deed.call(
                        IamOps.UntagRole,
                        UntagRoleRequest.builder().roleName(name).tagKeys(gone).build());
            }
            if (properties.has("Tags")) {
                deed.call(
                        IamOps.TagRole,
                        TagRoleRequest.builder()
                                .roleName(name)
                                .tags(IamPolicies.tags(properties))
                                .build());
            }
        }
        return made(deed, name, properties);
    }

    private static void boundary(Deed deed, String name, Properties properties) {
        String arn = properties.text("PermissionsBoundary");
        if (arn == null) {
            deed.callUnlessGone(
                    IamOps.DeleteRolePermissionsBoundary,
                    DeleteRolePermissionsBoundaryRequest.builder()
                            .roleName(name)
                            .build());
        } else {
            deed.call(
                    IamOps.PutRolePermissionsBoundary,
                    PutRolePermissionsBoundaryRequest.builder()
                            .roleName(name)
                            .permissionsBoundary(arn)
                            .build());
        }
    }

    @Override
    public void delete(Deed deed, Made made) {
        remove(deed, made.physicalId(), new Properties(made.properties()));
    }

    private static void remove(Deed deed, String name, Properties properties) {
        properties.texts("ManagedPolicyArns").forEach(arn -> detach(deed, name, arn));
        IamPolicies.inline(properties).keySet().forEach(policy -> drop(deed, name, policy));
        deed.callUnlessGone(
                IamOps.DeleteRole, DeleteRoleRequest.builder().roleName(name).build());
    }
}
