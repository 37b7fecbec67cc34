package dev.virga.services.iam;

import dev.virga.api.iam.CreateLoginProfileRequest;
import dev.virga.api.iam.CreateLoginProfileResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.store.Store;
import dev.virga.wire.Op;
import java.time.Instant;
import java.util.List;

/// Gives a user a password.
final class CreateLoginProfile implements Operation<CreateLoginProfileRequest, CreateLoginProfileResponse> {
    private final Tables tables;

    CreateLoginProfile(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<CreateLoginProfileRequest, CreateLoginProfileResponse> op() {
        return IamOps.CreateLoginProfile;
    }

    @Override
    public List<Access> access(CreateLoginProfileRequest input, Call call) {
        return List.of(tables.onUser("CreateLoginProfile", call, UserOfCall.name(input.userName(), call)));
    }

    @Override
    public CreateLoginProfileResponse handle(CreateLoginProfileRequest input, Call call) {
        String account = call.account();
        String name = UserOfCall.name(input.userName(), call);
        if (input.password() == null) {
            throw IamErrors.validation("Must specify password");
        }
        EntityTable.Stored<User> user = tables.users.require(account, name);
        String hash = tables.passwords.hash(account, name, input.password());
        Instant now = tables.now();
        Login login =
                new Login(account, name, now, now, Boolean.TRUE.equals(input.passwordResetRequired()), List.of(hash));
        // The user is written again, so that it cannot be deleted at the same time.
        List<Store.Write> writes = List.of(tables.users.put(account, user.value()));
        if (!tables.logins.create(account, login, List.of(user.unchanged()), writes)) {
            throw IamErrors.taken("Login Profile for user " + name + " already exists.");
        }
        return CreateLoginProfileResponse.builder().loginProfile(login.shape()).build();
    }
}
