package dev.virga.services.lambda;

import dev.virga.api.lambda.DeleteFunctionRequest;
import dev.virga.api.lambda.DeleteFunctionResponse;
import dev.virga.api.lambda.LambdaOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.store.Store;
import dev.virga.wire.Op;
import java.util.ArrayList;
import java.util.List;

/// Removes a function, or one version of it.
final class DeleteFunction implements Operation<DeleteFunctionRequest, DeleteFunctionResponse> {
    private static final int PAGE = 1000;
    private static final int MAX_ALIASES = 10_000;

    private final Store store;
    private final FunctionTable functions;
    private final VersionTable versions;
    private final AliasTable aliases;
    private final EnvironmentPools pools;

    DeleteFunction(
            Store store, FunctionTable functions, VersionTable versions, AliasTable aliases, EnvironmentPools pools) {
        this.store = store;
        this.functions = functions;
        this.versions = versions;
        this.aliases = aliases;
        this.pools = pools;
    }

    @Override
    public Op<DeleteFunctionRequest, DeleteFunctionResponse> op() {
        return LambdaOps.DeleteFunction;
    }

    @Override
    public List<Access> access(DeleteFunctionRequest input, Call call) {
        FunctionName name = FunctionName.parse(input.functionName(), input.qualifier(), call);
        return LambdaAccess.function("DeleteFunction", name);
    }

    @Override
    public DeleteFunctionResponse handle(DeleteFunctionRequest input, Call call) {
        FunctionName name = FunctionName.parse(input.functionName(), input.qualifier(), call);
        String qualifier = name.qualifier();
        FunctionTable.Found found = functions.get(name);
        if (qualifier == null) {
            deleteAll(name, found);
        } else if (qualifier.equals(FunctionName.LATEST)) {
            throw LambdaErrors.invalid("$LATEST version cannot be deleted without deleting the function.");
        } else if (!FunctionName.isNumber(qualifier)) {
            throw LambdaErrors.invalid("Deletion of aliases is not currently supported.");
        } else {
            deleteVersion(name, Long.parseLong(qualifier));
        }
        return DeleteFunctionResponse.builder().statusCode(204).build();
    }

    private void deleteAll(FunctionName name, FunctionTable.Found found) {
        Integer reserved = found.function().reservedConcurrency();
        Store.Row sum = store.get(FunctionTable.reservedKey(name));
        List<FunctionVersion> all = new ArrayList<>(versions.list(name, null, PAGE));
        String domain = LambdaKeys.domain(name);
        List<Store.Write> writes = new ArrayList<>();
        writes.add(new Store.Delete(found.row().key()));
        writes.add(LambdaKeys.range(domain, VersionTable.prefix(name)));
        writes.add(LambdaKeys.range(domain, AliasTable.prefix(name)));
        writes.add(LambdaKeys.range(domain, PolicyTable.prefix(name)));
        writes.add(LambdaKeys.range(domain, EventInvokeConfigTable.prefix(name)));
        List<Store.Check> checks = new ArrayList<>();
        checks.add(new Store.At(found.row().key(), found.row().version()));
        if (reserved != null) {
            checks.add(FunctionTable.unchanged(name, sum));
            writes.add(FunctionTable.putReserved(name, FunctionTable.reserved(sum) - reserved));
        }
        if (store.commit(new Store.Transaction(null, checks, writes)) instanceof Store.Conflict) {
            throw LambdaErrors.conflict("An update is in progress for resource: " + name.functionArn());
        }
        for (FunctionVersion version : all) {
            pools.drop(VersionTable.key(name, version.number()));
        }
    }

    private void deleteVersion(FunctionName name, long number) {
        String version = Long.toString(number);
        for (Alias alias : aliases.list(name, null, MAX_ALIASES)) {
            if (alias.version().equals(version) || alias.weights().containsKey(version)) {
                throw LambdaErrors.conflict("Version " + name.arn() + " cannot be deleted because the alias "
                        + alias.name() + " refers to it.");
            }
        }
        Store.Key key = VersionTable.key(name, number);
        store.commit(new Store.Transaction(null, List.of(), List.of(new Store.Delete(key))));
        pools.drop(key);
    }
}
