package dev.virga.services.dynamodb;

import dev.virga.api.dynamodb.DynamodbOps;
import dev.virga.api.dynamodb.GetResourcePolicyInput;
import dev.virga.api.dynamodb.GetResourcePolicyOutput;
import dev.virga.api.dynamodb.PolicyNotFoundException;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.kernel.PolicyPrincipals;
import dev.virga.wire.Op;
import java.util.List;

/// Shows the policy of a table.
final class GetResourcePolicy implements Operation<GetResourcePolicyInput, GetResourcePolicyOutput> {
    private final DefinitionTable definitions;
    private final PolicyPrincipals principals;

    GetResourcePolicy(DefinitionTable definitions, PolicyPrincipals principals) {
        this.principals = principals;
        this.definitions = definitions;
    }

    @Override
    public Op<GetResourcePolicyInput, GetResourcePolicyOutput> op() {
        return DynamodbOps.GetResourcePolicy;
    }

    @Override
    public List<Access> access(GetResourcePolicyInput input, Call call) {
        return List.of(Access.to("dynamodb:GetResourcePolicy", input.resourceArn()));
    }

    @Override
    public GetResourcePolicyOutput handle(GetResourcePolicyInput input, Call call) {
        TableDefinition.ResourcePolicy policy = ResourcePolicies.table(definitions, input.resourceArn(), call)
                .definition()
                .policy();
        if (policy == null) {
            throw new PolicyNotFoundException(
                    "Resource-based policy not found for the provided ResourceArn: " + input.resourceArn());
        }
        return GetResourcePolicyOutput.builder()
                .policy(principals.shown(policy.document()))
                .revisionId(policy.revision())
                .build();
    }
}
