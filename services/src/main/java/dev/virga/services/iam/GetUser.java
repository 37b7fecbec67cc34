package dev.virga.services.iam;

import dev.virga.api.iam.GetUserRequest;
import dev.virga.api.iam.GetUserResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Caller;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.time.Instant;
import java.util.List;

/// Shows a user: the named one, or the one who asks.
final class GetUser implements Operation<GetUserRequest, GetUserResponse> {
    private final Tables tables;

    GetUser(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<GetUserRequest, GetUserResponse> op() {
        return IamOps.GetUser;
    }

    @Override
    public List<Access> access(GetUserRequest input, Call call) {
        String name = input.userName();
        if (name != null) {
            return List.of(tables.onUser("GetUser", call, name));
        }
        return List.of(Access.to("iam:GetUser", call.caller().arn()));
    }

    @Override
    public GetUserResponse handle(GetUserRequest input, Call call) {
        String name = input.userName();
        if (name == null && call.caller() instanceof Caller.Root root) {
            return GetUserResponse.builder().user(root(root)).build();
        }
        String which = name == null ? UserOfCall.name(call) : name;
        return GetUserResponse.builder()
                .user(tables.users.get(call.account(), which).details())
                .build();
    }

    /// The account itself has neither name nor path.
    private static dev.virga.api.iam.User root(Caller.Root root) {
        return dev.virga.api.iam.User.builder()
                .userId(root.userId())
                .arn(root.arn())
                .createDate(Instant.EPOCH)
                .build();
    }
}
