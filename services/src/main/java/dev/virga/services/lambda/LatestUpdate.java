package dev.virga.services.lambda;

import dev.virga.store.Store;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Replaces `$LATEST`. What runs already runs on; the next invocation starts from the new state.
final class LatestUpdate {
    private final Store store;
    private final VersionTable versions;
    private final EnvironmentPools pools;

    LatestUpdate(Store store, VersionTable versions, EnvironmentPools pools) {
        this.store = store;
        this.versions = versions;
        this.pools = pools;
    }

    /// @param revisionId that `$LATEST` must have, or null
    FunctionVersion apply(FunctionName name, @Nullable String revisionId, UnaryOperator<FunctionVersion> change) {
        for (int i = 0; i < LambdaKeys.MAX_ATTEMPTS; i++) {
            VersionTable.Found latest = versions.get(name, FunctionName.LATEST);
            if (revisionId != null && !revisionId.equals(latest.version().revisionId())) {
                throw LambdaErrors.revisionChanged();
            }
            FunctionVersion changed = change.apply(latest.version());
            Store.Check unchanged =
                    new Store.At(latest.row().key(), latest.row().version());
            Store.Transaction transaction =
                    new Store.Transaction(null, List.of(unchanged), List.of(versions.put(name, changed)));
            if (store.commit(transaction) instanceof Store.Committed) {
                pools.drop(latest.row().key());
                return changed;
            }
        }
        throw LambdaErrors.conflict("The operation cannot be performed at this time. An update is in progress for"
                + " resource: " + name.functionArn());
    }
}
