package dev.virga.services.secretsmanager;

import dev.virga.api.secretsmanager.SecretsmanagerOps;
import dev.virga.api.secretsmanager.ValidateResourcePolicyRequest;
import dev.virga.api.secretsmanager.ValidateResourcePolicyResponse;
import dev.virga.api.secretsmanager.ValidationErrorsEntry;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.kernel.policy.PublicPolicy;
import dev.virga.wire.Op;
import java.util.ArrayList;
import java.util.List;

/// Tells what is wrong with a policy, without attaching it.
final class ValidateResourcePolicy implements Operation<ValidateResourcePolicyRequest, ValidateResourcePolicyResponse> {
    private final SecretTable secrets;
    private final SecretAccess access;

    ValidateResourcePolicy(SecretTable secrets, SecretAccess access) {
        this.secrets = secrets;
        this.access = access;
    }

    @Override
    public Op<ValidateResourcePolicyRequest, ValidateResourcePolicyResponse> op() {
        return SecretsmanagerOps.ValidateResourcePolicy;
    }

    @Override
    public List<Access> access(ValidateResourcePolicyRequest input, Call call) {
        return input.secretId() == null
                ? SecretAccess.all("ValidateResourcePolicy")
                : access.secret("ValidateResourcePolicy", input.secretId(), call);
    }

    @Override
    public ValidateResourcePolicyResponse handle(ValidateResourcePolicyRequest input, Call call) {
        if (input.secretId() != null) {
            secrets.live(input.secretId(), call);
        }
        List<ValidationErrorsEntry> errors = new ArrayList<>();
        String malformed = SecretPolicy.malformed(input.resourcePolicy());
        if (malformed != null) {
            errors.add(error("POLICY_SYNTAX", malformed));
        } else if (PublicPolicy.isPublic(input.resourcePolicy())) {
            errors.add(error("PUBLIC_ACCESS", SecretPolicy.BROAD));
        }
        return ValidateResourcePolicyResponse.builder()
                .policyValidationPassed(errors.isEmpty())
                .validationErrors(errors)
                .build();
    }

    private static ValidationErrorsEntry error(String check, String message) {
        return ValidationErrorsEntry.builder()
                .checkName(check)
                .errorMessage(message)
                .build();
    }
}
