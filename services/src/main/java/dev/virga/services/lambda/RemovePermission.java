package dev.virga.services.lambda;

import dev.virga.api.lambda.LambdaOps;
import dev.virga.api.lambda.RemovePermissionRequest;
import dev.virga.api.lambda.RemovePermissionResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.store.Store;
import dev.virga.wire.Op;
import java.util.List;
import java.util.UUID;

/// Removes a statement from the resource policy.
final class RemovePermission implements Operation<RemovePermissionRequest, RemovePermissionResponse> {
    private final Store store;
    private final PolicyTable policies;

    RemovePermission(Store store, PolicyTable policies) {
        this.store = store;
        this.policies = policies;
    }

    @Override
    public Op<RemovePermissionRequest, RemovePermissionResponse> op() {
        return LambdaOps.RemovePermission;
    }

    @Override
    public List<Access> access(RemovePermissionRequest input, Call call) {
        FunctionName name = FunctionName.parse(input.functionName(), input.qualifier(), call);
        return LambdaAccess.function("RemovePermission", name);
    }

    @Override
    public RemovePermissionResponse handle(RemovePermissionRequest input, Call call) {
        FunctionName name = FunctionName.parse(input.functionName(), input.qualifier(), call);
        for (int i = 0; i < LambdaKeys.MAX_ATTEMPTS; i++) {
            PolicyTable.Found found = policies.find(name);
            if (found == null) {
                throw LambdaErrors.notFound("No policy is associated with the given resource.");
            }
            PolicyTable.Policy before = found.policy();
            if (input.revisionId() != null && !input.revisionId().equals(before.revisionId())) {
                throw LambdaErrors.revisionChanged();
            }
            if (!before.statements().containsKey(input.statementId())) {
                throw LambdaErrors.notFound("Statement " + input.statementId() + " is not found in resource policy.");
            }
            PolicyTable.Policy changed =
                    before.without(input.statementId(), UUID.randomUUID().toString());
            Store.Write write = changed.statements().isEmpty()
                    ? new Store.Delete(found.row().key())
                    : policies.put(name, changed);
            Store.Check unchanged = new Store.At(found.row().key(), found.row().version());
            Store.Transaction transaction = new Store.Transaction(null, List.of(unchanged), List.of(write));
            if (store.commit(transaction) instanceof Store.Committed) {
                return RemovePermissionResponse.builder().build();
            }
        }
        throw LambdaErrors.conflict("An update is in progress for resource: " + name.functionArn());
    }
}
