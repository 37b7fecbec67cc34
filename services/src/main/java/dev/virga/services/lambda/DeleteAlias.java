package dev.virga.services.lambda;

import dev.virga.api.lambda.DeleteAliasRequest;
import dev.virga.api.lambda.DeleteAliasResponse;
import dev.virga.api.lambda.LambdaOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.store.Store;
import dev.virga.wire.Op;
import java.util.List;

/// Removes an alias; the versions stay.
final class DeleteAlias implements Operation<DeleteAliasRequest, DeleteAliasResponse> {
    private final Store store;
    private final FunctionTable functions;

    DeleteAlias(Store store, FunctionTable functions) {
        this.store = store;
        this.functions = functions;
    }

    @Override
    public Op<DeleteAliasRequest, DeleteAliasResponse> op() {
        return LambdaOps.DeleteAlias;
    }

    @Override
    public List<Access> access(DeleteAliasRequest input, Call call) {
        return LambdaAccess.function("DeleteAlias", input.functionName(), call);
    }

    @Override
    public DeleteAliasResponse handle(DeleteAliasRequest input, Call call) {
        FunctionName name = FunctionName.parse(input.functionName(), call).withQualifier(null);
        functions.get(name);
        FunctionName alias = name.withQualifier(input.name());
        List<Store.Write> writes =
                List.of(new Store.Delete(AliasTable.key(name, input.name())), new Store.Delete(PolicyTable.key(alias)));
        store.commit(new Store.Transaction(null, List.of(), writes));
        return DeleteAliasResponse.builder().build();
    }
}
