package dev.virga.services.iam;

import dev.virga.api.iam.ChangePasswordRequest;
import dev.virga.api.iam.ChangePasswordResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.InvalidUserTypeException;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Caller;
import dev.virga.kernel.Operation;
import dev.virga.wire.AwsException;
import dev.virga.wire.Op;
import java.util.List;

/// A user changes its own password.
final class ChangePassword implements Operation<ChangePasswordRequest, ChangePasswordResponse> {
    private final Tables tables;

    ChangePassword(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<ChangePasswordRequest, ChangePasswordResponse> op() {
        return IamOps.ChangePassword;
    }

    @Override
    public List<Access> access(ChangePasswordRequest input, Call call) {
        return List.of(Access.to("iam:ChangePassword", call.caller().arn()));
    }

    @Override
    public ChangePasswordResponse handle(ChangePasswordRequest input, Call call) {
        if (!(call.caller() instanceof Caller.User user)) {
            throw new InvalidUserTypeException("Only IAM Users can change their own password");
        }
        String account = call.account();
        Login login = tables.logins.get(account, user.name());
        if (!tables.passwords.isPasswordOf(login, input.oldPassword())) {
            throw new AwsException("AccessDenied", 403, "The old password was incorrect.");
        }
        String hash = tables.passwords.hash(account, user.name(), input.newPassword());
        tables.passwords.checkReuse(login, input.newPassword());
        tables.logins.update(
                account,
                user.name(),
                old -> EntityTable.Change.to(old.withHash(hash, tables.now()).withReset(false)));
        return ChangePasswordResponse.builder().build();
    }
}
