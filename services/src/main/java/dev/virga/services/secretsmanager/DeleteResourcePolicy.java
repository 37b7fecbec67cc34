package dev.virga.services.secretsmanager;

import dev.virga.api.secretsmanager.DeleteResourcePolicyRequest;
import dev.virga.api.secretsmanager.DeleteResourcePolicyResponse;
import dev.virga.api.secretsmanager.SecretsmanagerOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.services.secretsmanager.SecretTable.Change;
import dev.virga.services.secretsmanager.SecretTable.Found;
import dev.virga.wire.Op;
import java.util.List;

/// Detaches the policy of a secret.
final class DeleteResourcePolicy implements Operation<DeleteResourcePolicyRequest, DeleteResourcePolicyResponse> {
    private final SecretTable secrets;
    private final SecretAccess access;

    DeleteResourcePolicy(SecretTable secrets, SecretAccess access) {
        this.secrets = secrets;
        this.access = access;
    }

    @Override
    public Op<DeleteResourcePolicyRequest, DeleteResourcePolicyResponse> op() {
        return SecretsmanagerOps.DeleteResourcePolicy;
    }

    @Override
    public List<Access> access(DeleteResourcePolicyRequest input, Call call) {
        return access.secret("DeleteResourcePolicy", input.secretId(), call);
    }

    @Override
    public DeleteResourcePolicyResponse handle(DeleteResourcePolicyRequest input, Call call) {
        Found found = secrets.change(
                call,
                input.secretId(),
                secrets::primary,
                secret -> Change.to(secret.secret().withPolicy(null)));
        return DeleteResourcePolicyResponse.builder()
                .arn(found.arn())
                .name(found.secret().name())
                .build();
    }
}
