package dev.virga.services.dynamodb;

import dev.virga.api.dynamodb.DeleteResourcePolicyInput;
import dev.virga.api.dynamodb.DeleteResourcePolicyOutput;
import dev.virga.api.dynamodb.DynamodbOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.services.dynamodb.TableDefinition.ResourcePolicy;
import dev.virga.wire.Op;
import java.util.List;

/// Takes the policy of a table away; without one nothing happens.
final class DeleteResourcePolicy implements Operation<DeleteResourcePolicyInput, DeleteResourcePolicyOutput> {
    private final DefinitionTable definitions;

    DeleteResourcePolicy(DefinitionTable definitions) {
        this.definitions = definitions;
    }

    @Override
    public Op<DeleteResourcePolicyInput, DeleteResourcePolicyOutput> op() {
        return DynamodbOps.DeleteResourcePolicy;
    }

    @Override
    public List<Access> access(DeleteResourcePolicyInput input, Call call) {
        return List.of(Access.to("dynamodb:DeleteResourcePolicy", input.resourceArn()));
    }

    @Override
    public DeleteResourcePolicyOutput handle(DeleteResourcePolicyInput input, Call call) {
        ResourcePolicy before = ResourcePolicies.table(definitions, input.resourceArn(), call)
                .definition()
                .policy();
        ResourcePolicies.checkRevision(input.expectedRevisionId(), before);
        if (before == null) {
            return DeleteResourcePolicyOutput.builder().build();
        }
        definitions.update(
                call,
                input.resourceArn(),
                definition -> {
                    ResourcePolicies.checkRevision(input.expectedRevisionId(), definition.policy());
                    return definition.withPolicy(null);
                },
                List.of());
        return DeleteResourcePolicyOutput.builder()
                .revisionId(before.revision())
                .build();
    }
}
