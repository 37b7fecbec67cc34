package dev.virga.services.lambda;

import dev.virga.api.lambda.AliasConfiguration;
import dev.virga.api.lambda.CreateAliasRequest;
import dev.virga.api.lambda.LambdaOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.store.Store;
import dev.virga.wire.Op;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Gives a version a name.
final class CreateAlias implements Operation<CreateAliasRequest, AliasConfiguration> {
    private final Store store;
    private final FunctionTable functions;
    private final VersionTable versions;
    private final AliasTable aliases;

    CreateAlias(Store store, FunctionTable functions, VersionTable versions, AliasTable aliases) {
        this.store = store;
        this.functions = functions;
        this.versions = versions;
        this.aliases = aliases;
    }

    @Override
    public Op<CreateAliasRequest, AliasConfiguration> op() {
        return LambdaOps.CreateAlias;
    }

    @Override
    public List<Access> access(CreateAliasRequest input, Call call) {
        return LambdaAccess.function("CreateAlias", input.functionName(), call);
    }

    @Override
    public AliasConfiguration handle(CreateAliasRequest input, Call call) {
        FunctionName name = FunctionName.parse(input.functionName(), call).withQualifier(null);
        functions.get(name);
        if (input.name().matches("[0-9]+") || !input.name().matches("[a-zA-Z0-9-_]+")) {
            throw LambdaErrors.validation("Value '" + input.name() + "' at 'name' failed to satisfy constraint: Member"
                    + " must satisfy regular expression pattern: (?!^[0-9]+$)([a-zA-Z0-9-_]+)");
        }
        Map<String, Double> weights =
                AliasRouting.check(input.routingConfig(), input.functionVersion(), name, versions);
        Alias alias = new Alias(
                input.name(),
                input.functionVersion(),
                input.description() == null ? "" : input.description(),
                weights,
                UUID.randomUUID().toString());
        Store.Transaction transaction = new Store.Transaction(
                null, List.of(new Store.Absent(AliasTable.key(name, alias.name()))), List.of(aliases.put(name, alias)));
        if (store.commit(transaction) instanceof Store.Conflict) {
            throw LambdaErrors.conflict("Alias already exists: " + name.functionArn() + ":" + alias.name());
        }
        return AliasRouting.shape(alias, name);
    }
}
