package dev.virga.services.lambda;

import dev.virga.api.lambda.AliasConfiguration;
import dev.virga.api.lambda.LambdaOps;
import dev.virga.api.lambda.UpdateAliasRequest;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.store.Store;
import dev.virga.wire.Op;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Moves an alias to other versions.
final class UpdateAlias implements Operation<UpdateAliasRequest, AliasConfiguration> {
    private final Store store;
    private final VersionTable versions;
    private final AliasTable aliases;

    UpdateAlias(Store store, VersionTable versions, AliasTable aliases) {
        this.store = store;
        this.versions = versions;
        this.aliases = aliases;
    }

    @Override
    public Op<UpdateAliasRequest, AliasConfiguration> op() {
        return LambdaOps.UpdateAlias;
    }

    @Override
    public List<Access> access(UpdateAliasRequest input, Call call) {
        return LambdaAccess.function("UpdateAlias", input.functionName(), call);
    }

    @Override
    public AliasConfiguration handle(UpdateAliasRequest input, Call call) {
        FunctionName name = FunctionName.parse(input.functionName(), call).withQualifier(null);
        for (int i = 0; i < LambdaKeys.MAX_ATTEMPTS; i++) {
            AliasTable.Found found = aliases.get(name, input.name());
            Alias before = found.alias();
            if (input.revisionId() != null && !input.revisionId().equals(before.revisionId())) {
                throw LambdaErrors.revisionChanged();
            }
            String version = input.functionVersion() == null ? before.version() : input.functionVersion();
            Map<String, Double> weights = input.routingConfig() == null
                    ? before.weights()
                    : AliasRouting.check(input.routingConfig(), version, name, versions);
            AliasRouting.checkVersion(version, name, versions);
            Alias changed = new Alias(
                    before.name(),
                    version,
                    input.description() == null ? before.description() : input.description(),
                    weights,
                    UUID.randomUUID().toString());
            Store.Check unchanged = new Store.At(found.row().key(), found.row().version());
            Store.Transaction transaction =
                    new Store.Transaction(null, List.of(unchanged), List.of(aliases.put(name, changed)));
            if (store.commit(transaction) instanceof Store.Committed) {
                return AliasRouting.shape(changed, name);
            }
        }
        throw LambdaErrors.conflict("An update is in progress for resource: " + name.functionArn());
    }
}
