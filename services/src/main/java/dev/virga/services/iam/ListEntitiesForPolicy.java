package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.ListEntitiesForPolicyRequest;
import dev.virga.api.iam.ListEntitiesForPolicyResponse;
import dev.virga.api.iam.PolicyGroup;
import dev.virga.api.iam.PolicyRole;
import dev.virga.api.iam.PolicyUser;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Lists the users, groups and roles that a managed policy is on.
final class ListEntitiesForPolicy implements Operation<ListEntitiesForPolicyRequest, ListEntitiesForPolicyResponse> {
    private final Tables tables;

    ListEntitiesForPolicy(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<ListEntitiesForPolicyRequest, ListEntitiesForPolicyResponse> op() {
        return IamOps.ListEntitiesForPolicy;
    }

    @Override
    public List<Access> access(ListEntitiesForPolicyRequest input, Call call) {
        return List.of(Access.to("iam:ListEntitiesForPolicy", input.policyArn()));
    }

    @Override
    public ListEntitiesForPolicyResponse handle(ListEntitiesForPolicyRequest input, Call call) {
        tables.managed.require(call.account(), input.policyArn());
        List<AttachmentTable.Use> uses = tables.uses.uses(call.account(), input.policyArn()).stream()
                .filter(use -> isWanted(use.kind(), input))
                .sorted(Comparator.comparing(AttachmentTable.Use::order))
                .toList();
        Page<AttachmentTable.Use> page = Page.of(uses, AttachmentTable.Use::order, input.marker(), input.maxItems());
        List<PolicyUser> users = new ArrayList<>();
        List<PolicyGroup> groups = new ArrayList<>();
        List<PolicyRole> roles = new ArrayList<>();
        for (AttachmentTable.Use use : page.items()) {
            switch (use.kind()) {
                case AttachmentTable.USER, AttachmentTable.USER_BOUNDARY -> users.add(user(call, use.name()));
                case AttachmentTable.GROUP -> groups.add(group(call, use.name()));
                default -> roles.add(role(call, use.name()));
            }
        }
        return ListEntitiesForPolicyResponse.builder()
                .policyUsers(users)
                .policyGroups(groups)
                .policyRoles(roles)
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }

    private static boolean isWanted(String kind, ListEntitiesForPolicyRequest input) {
        boolean boundary = AttachmentTable.isBoundary(kind);
        String usage = input.policyUsageFilter();
        if (usage != null && boundary != usage.equals("PermissionsBoundary")) {
            return false;
        }
        String filter = input.entityFilter();
        return filter == null || kind.startsWith(EntityTable.lower(filter));
    }

    private PolicyUser user(Call call, String name) {
        User user = tables.users.get(call.account(), name);
        return PolicyUser.builder().userName(user.name()).userId(user.id()).build();
    }

    private PolicyGroup group(Call call, String name) {
        Group group = tables.groups.get(call.account(), name);
        return PolicyGroup.builder().groupName(group.name()).groupId(group.id()).build();
    }

    private PolicyRole role(Call call, String name) {
        Role role = tables.roles.get(call.account(), name);
        return PolicyRole.builder().roleName(role.name()).roleId(role.id()).build();
    }
}
