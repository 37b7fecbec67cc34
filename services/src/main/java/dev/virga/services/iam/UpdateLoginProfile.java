package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.UpdateLoginProfileRequest;
import dev.virga.api.iam.UpdateLoginProfileResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Sets a user another password.
final class UpdateLoginProfile implements Operation<UpdateLoginProfileRequest, UpdateLoginProfileResponse> {
    private final Tables tables;

    UpdateLoginProfile(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<UpdateLoginProfileRequest, UpdateLoginProfileResponse> op() {
        return IamOps.UpdateLoginProfile;
    }

    @Override
    public List<Access> access(UpdateLoginProfileRequest input, Call call) {
        return List.of(tables.onUser("UpdateLoginProfile", call, input.userName()));
    }

    @Override
    public UpdateLoginProfileResponse handle(UpdateLoginProfileRequest input, Call call) {
        String account = call.account();
        String name = input.userName();
        tables.users.get(account, name);
        Login before = tables.logins.get(account, name);
        String password = input.password();
        String hash = password == null ? null : tables.passwords.hash(account, name, password);
        if (password != null) {
            tables.passwords.checkReuse(before, password);
        }
        tables.logins.update(account, name, login -> {
            Login next = hash == null ? login : login.withHash(hash, tables.now());
            Boolean reset = input.passwordResetRequired();
            return EntityTable.Change.to(reset == null ? next : next.withReset(reset));
        });
        return UpdateLoginProfileResponse.builder().build();
    }
}
