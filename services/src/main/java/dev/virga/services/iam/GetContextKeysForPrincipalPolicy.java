package dev.virga.services.iam;

import dev.virga.api.iam.GetContextKeysForPolicyResponse;
import dev.virga.api.iam.GetContextKeysForPrincipalPolicyRequest;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.kernel.policy.PolicyKeys;
import dev.virga.wire.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Lists the condition keys that the policies of a user, group or role ask about, and those given
/// beside them.
final class GetContextKeysForPrincipalPolicy
        implements Operation<GetContextKeysForPrincipalPolicyRequest, GetContextKeysForPolicyResponse> {
    private final Tables tables;

    GetContextKeysForPrincipalPolicy(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<GetContextKeysForPrincipalPolicyRequest, GetContextKeysForPolicyResponse> op() {
        return IamOps.GetContextKeysForPrincipalPolicy;
    }

    @Override
    public List<Access> access(GetContextKeysForPrincipalPolicyRequest input, Call call) {
        return List.of(Access.to("iam:GetContextKeysForPrincipalPolicy", input.policySourceArn()));
    }

    @Override
    public GetContextKeysForPolicyResponse handle(GetContextKeysForPrincipalPolicyRequest input, Call call) {
        Set<String> keys = new TreeSet<>();
        Entity<?> entity = tables.entity(input.policySourceArn());
        documents(entity).forEach(document -> keys.addAll(PolicyKeys.of(document)));
        if (input.policyInputList() != null) {
            input.policyInputList().forEach(document -> keys.addAll(PolicyKeys.of(document)));
        }
        return GetContextKeysForPolicyResponse.builder()
                .contextKeyNames(List.copyOf(keys))
                .build();
    }

    /// A user's with those of its groups.
    private List<String> documents(Entity<?> entity) {
        List<String> all = new ArrayList<>(entity.grants().inline().values());
        for (String arn : entity.grants().attached()) {
            all.add(tables.managed.require(entity.account(), arn).document());
        }
        if (entity instanceof User user) {
            for (String name : user.groups()) {
                EntityTable.Stored<Group> group = tables.groups.find(user.account(), name);
                if (group != null) {
                    all.addAll(documents(group.value()));
                }
            }
        }
        return all;
    }
}
