package dev.virga.services.iam;

import dev.virga.api.iam.CreateServiceLinkedRoleRequest;
import dev.virga.api.iam.CreateServiceLinkedRoleResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;
import java.util.Map;

/// Makes the role that a service of AWS acts with, which only the service may change.
final class CreateServiceLinkedRole
        implements Operation<CreateServiceLinkedRoleRequest, CreateServiceLinkedRoleResponse> {
    private final Tables tables;

    CreateServiceLinkedRole(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<CreateServiceLinkedRoleRequest, CreateServiceLinkedRoleResponse> op() {
        return IamOps.CreateServiceLinkedRole;
    }

    @Override
    public List<Access> access(CreateServiceLinkedRoleRequest input, Call call) {
        ServiceLinkedRole role = ServiceLinkedRole.of(input.awsServiceName(), input.customSuffix());
        return List.of(
                Access.to("iam:CreateServiceLinkedRole", Arns.of(call.account(), Role.KIND, role.path(), role.name()))
                        .withConditions(Map.of("iam:AWSServiceName", List.of(input.awsServiceName()))));
    }

    @Override
    public CreateServiceLinkedRoleResponse handle(CreateServiceLinkedRoleRequest input, Call call) {
        String account = call.account();
        ServiceLinkedRole linked = ServiceLinkedRole.of(input.awsServiceName(), input.customSuffix());
        String policy = linked.policyArn();
        boolean known = policy != null && tables.managed.find(account, policy) != null;
        Attachments.Link link = policy == null || !known
                ? Attachments.NOTHING
                : tables.attachments.begin(account, policy, AttachmentTable.ROLE, linked.name());
        Grants grants = Grants.of(null, Map.of());
        Role role = new Role(
                account,
                linked.path(),
                linked.name(),
                tables.ids.id(Ids.ROLE),
                tables.now(),
                policy == null || !known ? grants : grants.withAttached(policy),
                linked.trust(),
                input.description() == null ? "" : input.description(),
                Role.DEFAULT_MAX_SESSION_SECONDS,
                Map.of());
        if (!tables.roles.create(account, role, link.checks(), link.writes())) {
            throw IamErrors.invalidInput("Service role name " + linked.name()
                    + " has been taken in this account, please try a different suffix.");
        }
        return CreateServiceLinkedRoleResponse.builder().role(role.details()).build();
    }
}
