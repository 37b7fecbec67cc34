package dev.virga.services.secretsmanager;

import dev.virga.api.secretsmanager.GetResourcePolicyRequest;
import dev.virga.api.secretsmanager.GetResourcePolicyResponse;
import dev.virga.api.secretsmanager.SecretsmanagerOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.kernel.PolicyPrincipals;
import dev.virga.services.secretsmanager.SecretTable.Found;
import dev.virga.wire.Op;
import java.util.List;

/// Answers the policy that is attached to a secret.
final class GetResourcePolicy implements Operation<GetResourcePolicyRequest, GetResourcePolicyResponse> {
    private final SecretTable secrets;
    private final SecretAccess access;
    private final PolicyPrincipals principals;

    GetResourcePolicy(SecretTable secrets, SecretAccess access, PolicyPrincipals principals) {
        this.principals = principals;
        this.secrets = secrets;
        this.access = access;
    }

    @Override
    public Op<GetResourcePolicyRequest, GetResourcePolicyResponse> op() {
        return SecretsmanagerOps.GetResourcePolicy;
    }

    @Override
    public List<Access> access(GetResourcePolicyRequest input, Call call) {
        return access.secret("GetResourcePolicy", input.secretId(), call);
    }

    @Override
    public GetResourcePolicyResponse handle(GetResourcePolicyRequest input, Call call) {
        Found found = secrets.live(input.secretId(), call);
        String policy = found.secret().policy();
        return GetResourcePolicyResponse.builder()
                .arn(found.arn())
                .name(found.secret().name())
                .resourcePolicy(policy == null ? null : principals.shown(policy))
                .build();
    }
}
