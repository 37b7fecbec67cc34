package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.PasswordPolicy;
import dev.virga.api.iam.UpdateAccountPasswordPolicyRequest;
import dev.virga.api.iam.UpdateAccountPasswordPolicyResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Says what passwords must be like. What the call does not say is as by default, not as before.
final class UpdateAccountPasswordPolicy
        implements Operation<UpdateAccountPasswordPolicyRequest, UpdateAccountPasswordPolicyResponse> {
    private final Tables tables;

    UpdateAccountPasswordPolicy(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<UpdateAccountPasswordPolicyRequest, UpdateAccountPasswordPolicyResponse> op() {
        return IamOps.UpdateAccountPasswordPolicy;
    }

    @Override
    public List<Access> access(UpdateAccountPasswordPolicyRequest input, Call call) {
        return List.of(Access.to("iam:UpdateAccountPasswordPolicy", "*"));
    }

    @Override
    public UpdateAccountPasswordPolicyResponse handle(UpdateAccountPasswordPolicyRequest input, Call call) {
        Integer age = input.maxPasswordAge();
        Integer length = input.minimumPasswordLength();
        PasswordPolicy policy = PasswordPolicy.builder()
                .minimumPasswordLength(length == null ? MINIMUM_LENGTH : length)
                .requireSymbols(Boolean.TRUE.equals(input.requireSymbols()))
                .requireNumbers(Boolean.TRUE.equals(input.requireNumbers()))
                .requireUppercaseCharacters(Boolean.TRUE.equals(input.requireUppercaseCharacters()))
                .requireLowercaseCharacters(Boolean.TRUE.equals(input.requireLowercaseCharacters()))
                .allowUsersToChangePassword(Boolean.TRUE.equals(input.allowUsersToChangePassword()))
                .expirePasswords(age != null && age > 0)
                .maxPasswordAge(age)
                .passwordReusePrevention(input.passwordReusePrevention())
                .hardExpiry(input.hardExpiry())
                .build();
        tables.accounts.setPasswordPolicy(call.account(), policy);
        return UpdateAccountPasswordPolicyResponse.builder().build();
    }

    private static final int MINIMUM_LENGTH = 6;
}
