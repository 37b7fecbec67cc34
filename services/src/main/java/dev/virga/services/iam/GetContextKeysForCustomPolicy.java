package dev.virga.services.iam;

import dev.virga.api.iam.GetContextKeysForCustomPolicyRequest;
import dev.virga.api.iam.GetContextKeysForPolicyResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.kernel.policy.PolicyKeys;
import dev.virga.wire.Op;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Lists the condition keys and variables that policies ask about.
final class GetContextKeysForCustomPolicy
        implements Operation<GetContextKeysForCustomPolicyRequest, GetContextKeysForPolicyResponse> {
    @Override
    public Op<GetContextKeysForCustomPolicyRequest, GetContextKeysForPolicyResponse> op() {
        return IamOps.GetContextKeysForCustomPolicy;
    }

    @Override
    public List<Access> access(GetContextKeysForCustomPolicyRequest input, Call call) {
        return List.of(Access.to("iam:GetContextKeysForCustomPolicy", "*"));
    }

    @Override
    public GetContextKeysForPolicyResponse handle(GetContextKeysForCustomPolicyRequest input, Call call) {
        Set<String> keys = new TreeSet<>();
        input.policyInputList().forEach(document -> keys.addAll(PolicyKeys.of(document)));
        return GetContextKeysForPolicyResponse.builder()
                .contextKeyNames(List.copyOf(keys))
                .build();
    }
}
