package dev.virga.services.iam;

import dev.virga.api.iam.CreateRoleRequest;
import dev.virga.api.iam.CreateRoleResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;
import java.util.Map;

/// Creates a role. Its name is unique in the account, also without case.
final class CreateRole implements Operation<CreateRoleRequest, CreateRoleResponse> {
    private final Tables tables;

    CreateRole(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<CreateRoleRequest, CreateRoleResponse> op() {
        return IamOps.CreateRole;
    }

    @Override
    public List<Access> access(CreateRoleRequest input, Call call) {
        String path = input.path() == null ? "/" : input.path();
        String boundary = input.permissionsBoundary();
        Access access = Access.to("iam:CreateRole", Arns.of(call.account(), Role.KIND, path, input.roleName()));
        return List.of(
                boundary == null
                        ? access
                        : access.withConditions(Map.of("iam:PermissionsBoundary", List.of(boundary))));
    }

    @Override
    public CreateRoleResponse handle(CreateRoleRequest input, Call call) {
        String account = call.account();
        String path = input.path() == null ? "/" : input.path();
        if (path.startsWith(ServiceLinkedRole.PATH)) {
            throw IamErrors.validation("Roles can not be created with the prefix " + ServiceLinkedRole.PATH);
        }
        String boundary = input.permissionsBoundary();
        Attachments.Link link = boundary == null
                ? Attachments.NOTHING
                : tables.attachments.begin(account, boundary, AttachmentTable.ROLE_BOUNDARY, input.roleName());
        String trust = input.assumeRolePolicyDocument();
        Role.checkTrust(trust);
        Map<String, String> trusted = tables.trusted.ids(account, trust);
        Integer seconds = input.maxSessionDuration();
        Role role = new Role(
                account,
                path,
                input.roleName(),
                tables.ids.id(Ids.ROLE),
                tables.now(),
                Grants.of(boundary, Tags.first(input.tags())),
                trust,
                input.description() == null ? "" : input.description(),
                seconds == null ? Role.DEFAULT_MAX_SESSION_SECONDS : seconds,
                trusted);
        if (!tables.roles.create(account, role, link.checks(), link.writes())) {
            throw IamErrors.alreadyExists("Role", input.roleName());
        }
        return CreateRoleResponse.builder().role(role.details()).build();
    }
}
