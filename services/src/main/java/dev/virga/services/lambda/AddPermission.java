package dev.virga.services.lambda;

import dev.virga.api.lambda.AddPermissionRequest;
import dev.virga.api.lambda.AddPermissionResponse;
import dev.virga.api.lambda.LambdaOps;
import dev.virga.api.lambda.PolicyLengthExceededException;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.kernel.PolicyPrincipals;
import dev.virga.store.Store;
import dev.virga.wire.Op;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Adds a statement to the resource policy of a function, version or alias.
final class AddPermission implements Operation<AddPermissionRequest, AddPermissionResponse> {
    private static final int MAX_POLICY = 20_480;

    private final Store store;
    private final VersionTable versions;
    private final AliasTable aliases;
    private final PolicyTable policies;
    private final PolicyPrincipals principals;

    AddPermission(
            Store store, VersionTable versions, AliasTable aliases, PolicyTable policies, PolicyPrincipals principals) {
        this.principals = principals;
        this.store = store;
        this.versions = versions;
        this.aliases = aliases;
        this.policies = policies;
    }

    @Override
    public Op<AddPermissionRequest, AddPermissionResponse> op() {
        return LambdaOps.AddPermission;
    }

    @Override
    public List<Access> access(AddPermissionRequest input, Call call) {
        FunctionName name = FunctionName.parse(input.functionName(), input.qualifier(), call);
        return List.of(LambdaAccess.permission(name, input.principal(), input.functionUrlAuthType()));
    }

    @Override
    public AddPermissionResponse handle(AddPermissionRequest input, Call call) {
        FunctionName name = FunctionName.parse(input.functionName(), input.qualifier(), call);
        if (FunctionName.LATEST.equals(name.qualifier())) {
            throw LambdaErrors.invalid("We currently do not support adding policies for $LATEST.");
        }
        VersionOf.find(versions, aliases, name);
        String statement = PermissionStatement.of(input, name);
        String kept = PermissionStatement.kept(statement, name, principals);
        for (int i = 0; i < LambdaKeys.MAX_ATTEMPTS; i++) {
            PolicyTable.Found found = policies.find(name);
            PolicyTable.Policy before = found == null ? new PolicyTable.Policy(Map.of(), "") : found.policy();
            if (input.revisionId() != null && !input.revisionId().equals(before.revisionId())) {
                throw LambdaErrors.revisionChanged();
            }
            if (before.statements().containsKey(input.statementId())) {
                throw LambdaErrors.conflict("The statement id (" + input.statementId()
                        + ") provided already exists. Please provide a new statement id, or remove the existing"
                        + " statement.");
            }
            PolicyTable.Policy changed =
                    before.with(input.statementId(), kept, UUID.randomUUID().toString());
            int length = principals.shown(changed.document()).length();
            if (length > MAX_POLICY) {
                throw new PolicyLengthExceededException(
                                "The final policy size (" + length + ") is bigger than the limit (" + MAX_POLICY + ").")
                        .type("User");
            }
            Store.Check unchanged = found == null
                    ? new Store.Absent(PolicyTable.key(name))
                    : new Store.At(found.row().key(), found.row().version());
            Store.Transaction transaction =
                    new Store.Transaction(null, List.of(unchanged), List.of(policies.put(name, changed)));
            if (store.commit(transaction) instanceof Store.Committed) {
                return AddPermissionResponse.builder().statement(statement).build();
            }
        }
        throw LambdaErrors.conflict("An update is in progress for resource: " + name.functionArn());
    }
}
