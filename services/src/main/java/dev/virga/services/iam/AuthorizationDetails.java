package dev.virga.services.iam;

import dev.virga.api.iam.AttachedPolicy;
import dev.virga.api.iam.GetAccountAuthorizationDetailsResponse;
import dev.virga.api.iam.GroupDetail;
import dev.virga.api.iam.ManagedPolicyDetail;
import dev.virga.api.iam.PolicyDetail;
import dev.virga.api.iam.RoleDetail;
import dev.virga.api.iam.UserDetail;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Everything of an account, one page at a time: users, groups, roles, then policies.
final class AuthorizationDetails {
    /// @param key what pages are ordered by; its first letter is the kind's place
    private record Item(String key, Object value) {}

    private final Tables tables;
    private final String account;

    AuthorizationDetails(Tables tables, String account) {
        this.tables = tables;
        this.account = account;
    }

    GetAccountAuthorizationDetailsResponse page(
            List<String> filter, @Nullable String marker, @Nullable Integer maxItems) {
        Page<Item> page = Page.of(items(filter), Item::key, marker, maxItems);
        List<UserDetail> users = new ArrayList<>();
        List<GroupDetail> groups = new ArrayList<>();
        List<RoleDetail> roles = new ArrayList<>();
        List<ManagedPolicyDetail> policies = new ArrayList<>();
        for (Item item : page.items()) {
            switch (item.value()) {
                case User user -> users.add(detail(user));
                case Group group -> groups.add(detail(group));
                case Role role -> roles.add(detail(tables.trusted.shown(role)));
                case Policy policy -> policies.add(detail(policy));
                default -> throw new IllegalStateException(item.key());
            }
        }
        return GetAccountAuthorizationDetailsResponse.builder()
                .userDetailList(users)
                .groupDetailList(groups)
                .roleDetailList(roles)
                .policies(policies)
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }

    private List<Item> items(List<String> filter) {
        List<Item> all = new ArrayList<>();
        if (wanted(filter, "User")) {
            tables.users.all(account).forEach(user -> all.add(new Item("1" + user.name(), user)));
        }
        if (wanted(filter, "Group")) {
            tables.groups.all(account).forEach(group -> all.add(new Item("2" + group.name(), group)));
        }
        if (wanted(filter, "Role")) {
            tables.roles.all(account).forEach(role -> all.add(new Item("3" + role.name(), role)));
        }
        if (wanted(filter, "LocalManagedPolicy")) {
            tables.policies.all(account).forEach(policy -> all.add(new Item("4" + policy.arn(), policy)));
        }
        if (wanted(filter, "AWSManagedPolicy")) {
            // Of AWS's own policies those that somebody uses.
            for (String arn : tables.uses.awsUses(account).keySet()) {
                Policy policy = tables.managed.find(account, arn);
                if (policy != null) {
                    all.add(new Item("5" + arn, tables.managed.counted(account, policy)));
                }
            }
        }
        all.sort(Comparator.comparing(Item::key));
        return all;
    }

    private static boolean wanted(List<String> filter, String kind) {
        return filter.isEmpty() || filter.contains(kind);
    }

    private static List<PolicyDetail> inline(Entity<?> entity) {
        List<PolicyDetail> all = new ArrayList<>();
        entity.grants()
                .inline()
                .forEach((name, document) -> all.add(PolicyDetail.builder()
                        .policyName(name)
                        .policyDocument(Documents.encode(document))
                        .build()));
        return all;
    }

    private static List<AttachedPolicy> attached(Entity<?> entity) {
        return Attachments.list(entity, null, null, Quotas.USERS).items();
    }

    private static UserDetail detail(User user) {
        return UserDetail.builder()
                .path(user.path())
                .userName(user.name())
                .userId(user.id())
                .arn(user.arn())
                .createDate(user.created())
                .userPolicyList(inline(user))
                .groupList(user.groups())
                .attachedManagedPolicies(attached(user))
                .permissionsBoundary(User.boundary(user.grants().boundary()))
                .tags(Tags.list(user.grants().tags()))
                .build();
    }

    private static GroupDetail detail(Group group) {
        return GroupDetail.builder()
                .path(group.path())
                .groupName(group.name())
                .groupId(group.id())
                .arn(group.arn())
                .createDate(group.created())
                .groupPolicyList(inline(group))
                .attachedManagedPolicies(attached(group))
                .build();
    }

    private RoleDetail detail(Role role) {
        return RoleDetail.builder()
                .path(role.path())
                .roleName(role.name())
                .roleId(role.id())
                .arn(role.arn())
                .createDate(role.created())
                .assumeRolePolicyDocument(Documents.encode(role.trust()))
                .instanceProfileList(tables.profilesOf(account, role.name()).stream()
                        .map(tables::shape)
                        .toList())
                .rolePolicyList(inline(role))
                .attachedManagedPolicies(attached(role))
                .permissionsBoundary(User.boundary(role.grants().boundary()))
                .tags(Tags.list(role.grants().tags()))
                .build();
    }

    private static ManagedPolicyDetail detail(Policy policy) {
        return ManagedPolicyDetail.builder()
                .policyName(policy.name())
                .policyId(policy.id())
                .arn(policy.arn())
                .path(policy.path())
                .defaultVersionId(policy.defaultVersion())
                .attachmentCount(policy.attachments())
                .permissionsBoundaryUsageCount(policy.boundaries())
                .isAttachable(true)
                .description(policy.description().isEmpty() ? null : policy.description())
                .createDate(policy.created())
                .updateDate(policy.updated())
                .policyVersionList(policy.versions().stream()
                        .map(version -> policy.shape(version, true))
                        .toList())
                .build();
    }
}
