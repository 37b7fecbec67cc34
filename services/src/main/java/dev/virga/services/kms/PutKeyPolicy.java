package dev.virga.services.kms;

import dev.virga.api.kms.KmsOps;
import dev.virga.api.kms.PutKeyPolicyRequest;
import dev.virga.api.kms.PutKeyPolicyResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Replaces the policy, unless that would lock everybody out.
final class PutKeyPolicy implements Operation<PutKeyPolicyRequest, PutKeyPolicyResponse> {
    private final Parts kms;

    PutKeyPolicy(Parts kms) {
        this.kms = kms;
    }

    @Override
    public Op<PutKeyPolicyRequest, PutKeyPolicyResponse> op() {
        return KmsOps.PutKeyPolicy;
    }

    @Override
    public List<Access> access(PutKeyPolicyRequest input, Call call) {
        Keys.Named named = kms.keys().findOwn(input, call, input.keyId());
        Conditions conditions = Conditions.of(named, call)
                .and("kms:BypassPolicyLockoutSafetyCheck", Boolean.TRUE.equals(input.bypassPolicyLockoutSafetyCheck()));
        return kms.permissions().on(named, "PutKeyPolicy", call, conditions);
    }

    @Override
    public PutKeyPolicyResponse handle(PutKeyPolicyRequest input, Call call) {
        KmsKey key = kms.keys().authorized(input, call, input.keyId());

        if (input.policyName() != null && !input.policyName().equals(KeyPolicies.NAME)) {
            throw KmsErrors.policyDoesNotExist();
        }
        KeyPolicies.check(input.policy(), key.arn(), call, Boolean.TRUE.equals(input.bypassPolicyLockoutSafetyCheck()));
        String kept = kms.principals().keep(input.policy(), key.account(), KmsErrors::invalidPrincipal);
        kms.table().change(key, now -> now.withPolicy(kept));
        return PutKeyPolicyResponse.builder().build();
    }
}
