package dev.virga.services.iam;

import dev.virga.api.iam.CreateUserRequest;
import dev.virga.api.iam.CreateUserResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;
import java.util.Map;

/// Creates a user. Its name is unique in the account, also without case.
final class CreateUser implements Operation<CreateUserRequest, CreateUserResponse> {
    private final Tables tables;

    CreateUser(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<CreateUserRequest, CreateUserResponse> op() {
        return IamOps.CreateUser;
    }

    @Override
    public List<Access> access(CreateUserRequest input, Call call) {
        String path = input.path() == null ? "/" : input.path();
        String boundary = input.permissionsBoundary();
        Access access = Access.to("iam:CreateUser", Arns.of(call.account(), User.KIND, path, input.userName()));
        return List.of(
                boundary == null
                        ? access
                        : access.withConditions(Map.of("iam:PermissionsBoundary", List.of(boundary))));
    }

    @Override
    public CreateUserResponse handle(CreateUserRequest input, Call call) {
        String account = call.account();
        String path = input.path() == null ? "/" : input.path();
        String boundary = input.permissionsBoundary();
        Attachments.Link link = boundary == null
                ? Attachments.NOTHING
                : tables.attachments.begin(account, boundary, AttachmentTable.USER_BOUNDARY, input.userName());
        User user = new User(
                account,
                path,
                input.userName(),
                tables.ids.id(Ids.USER),
                tables.now(),
                Grants.of(boundary, Tags.first(input.tags())),
                List.of(),
                List.of());
        if (!tables.users.create(account, user, link.checks(), link.writes())) {
            throw IamErrors.alreadyExists("User", input.userName());
        }
        return CreateUserResponse.builder().user(user.details()).build();
    }
}
