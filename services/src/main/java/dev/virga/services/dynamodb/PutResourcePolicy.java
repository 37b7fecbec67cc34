package dev.virga.services.dynamodb;

import dev.virga.api.dynamodb.DynamodbOps;
import dev.virga.api.dynamodb.PutResourcePolicyInput;
import dev.virga.api.dynamodb.PutResourcePolicyOutput;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.kernel.PolicyPrincipals;
import dev.virga.services.dynamodb.TableDefinition.ResourcePolicy;
import dev.virga.wire.Op;
import java.util.List;
import java.util.Objects;

/// Attaches a policy to a table; it counts from the next request on. The same one again changes
/// nothing.
final class PutResourcePolicy implements Operation<PutResourcePolicyInput, PutResourcePolicyOutput> {
    private final DefinitionTable definitions;
    private final PolicyPrincipals principals;

    PutResourcePolicy(DefinitionTable definitions, PolicyPrincipals principals) {
        this.principals = principals;
        this.definitions = definitions;
    }

    @Override
    public Op<PutResourcePolicyInput, PutResourcePolicyOutput> op() {
        return DynamodbOps.PutResourcePolicy;
    }

    @Override
    public List<Access> access(PutResourcePolicyInput input, Call call) {
        return List.of(Access.to("dynamodb:PutResourcePolicy", input.resourceArn()));
    }

    @Override
    public PutResourcePolicyOutput handle(PutResourcePolicyInput input, Call call) {
        String arn = input.resourceArn();
        ResourcePolicies.table(definitions, arn, call);
        ResourcePolicies.check(input.policy(), arn);
        if (!Boolean.TRUE.equals(input.confirmRemoveSelfResourceAccess())
                && ResourcePolicies.locksOut(input.policy(), arn, call)) {
            throw DynamodbErrors.validation("The policy would remove your own permission to change the policy of this"
                    + " resource. Set ConfirmRemoveSelfResourceAccess to put it nevertheless.");
        }
        String kept = ResourcePolicies.kept(input.policy(), principals, call);
        TableDefinition changed = definitions.update(
                call,
                arn,
                definition -> {
                    ResourcePolicy before = definition.policy();
                    ResourcePolicies.checkRevision(input.expectedRevisionId(), before);
                    return before != null && before.document().equals(kept)
                            ? definition
                            : definition.withPolicy(new ResourcePolicy(kept, ResourcePolicies.revision(before, call)));
                },
                List.of());
        return PutResourcePolicyOutput.builder()
                .revisionId(Objects.requireNonNull(changed.policy()).revision())
                .build();
    }
}
