package dev.virga.services.secretsmanager;

import dev.virga.api.secretsmanager.MalformedPolicyDocumentException;
import dev.virga.api.secretsmanager.PublicPolicyException;
import dev.virga.api.secretsmanager.PutResourcePolicyRequest;
import dev.virga.api.secretsmanager.PutResourcePolicyResponse;
import dev.virga.api.secretsmanager.SecretsmanagerOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.kernel.PolicyPrincipals;
import dev.virga.kernel.policy.PublicPolicy;
import dev.virga.services.secretsmanager.SecretTable.Change;
import dev.virga.services.secretsmanager.SecretTable.Found;
import dev.virga.wire.Op;
import java.util.List;

/// Attaches a policy to a secret; it counts from the next request on.
final class PutResourcePolicy implements Operation<PutResourcePolicyRequest, PutResourcePolicyResponse> {
    private final SecretTable secrets;
    private final SecretAccess access;
    private final PolicyPrincipals principals;

    PutResourcePolicy(SecretTable secrets, SecretAccess access, PolicyPrincipals principals) {
        this.principals = principals;
        this.secrets = secrets;
        this.access = access;
    }

    @Override
    public Op<PutResourcePolicyRequest, PutResourcePolicyResponse> op() {
        return SecretsmanagerOps.PutResourcePolicy;
    }

    @Override
    public List<Access> access(PutResourcePolicyRequest input, Call call) {
        SecretAccess.Keys keys = new SecretAccess.Keys().with("BlockPublicPolicy", input.blockPublicPolicy());
        return access.secret("PutResourcePolicy", input.secretId(), keys, call);
    }

    @Override
    public PutResourcePolicyResponse handle(PutResourcePolicyRequest input, Call call) {
        String policy = input.resourcePolicy();
        String malformed = SecretPolicy.malformed(policy);
        if (malformed != null) {
            throw new MalformedPolicyDocumentException("This resource policy is malformed: " + malformed);
        }
        if (Boolean.TRUE.equals(input.blockPublicPolicy()) && PublicPolicy.isPublic(policy)) {
            throw new PublicPolicyException(SecretPolicy.BROAD);
        }
        String kept = principals.keep(policy, call.account(), SecretPolicy::invalidPrincipal);
        Found found = secrets.change(
                call,
                input.secretId(),
                secrets::primary,
                secret -> Change.to(secret.secret().withPolicy(kept)));
        return PutResourcePolicyResponse.builder()
                .arn(found.arn())
                .name(found.secret().name())
                .build();
    }
}
