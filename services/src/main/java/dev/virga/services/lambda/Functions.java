package dev.virga.services.lambda;

import dev.virga.store.Store;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// Finds what an invocation runs: alias, version, reserved concurrency, in one or two reads. Rows
/// are decoded once for each state of them. Any thread may call it.
final class Functions {
    private static final int MAX_DECODED = 10_000;

    private final Store store;
    private final AliasTable aliases;
    private final Map<Store.Key, VersionTable.Found> decoded = new ConcurrentHashMap<>();

    Functions(Store store, AliasTable aliases) {
        this.store = store;
        this.aliases = aliases;
    }

    /// @param reserved concurrency of this function, or null
    /// @param allReserved concurrency of all functions of the account together
    record Target(VersionTable.Found found, @Nullable Integer reserved, int allReserved) {
        FunctionVersion version() {
            return found.version();
        }
    }

    /// @throws dev.virga.wire.AwsException ResourceNotFoundException
    Target resolve(FunctionName name) {
        long number = number(name);
        Store.Key versionKey = VersionTable.key(name, number);
        Store.Key functionKey = FunctionTable.key(name);
        Store.Key reservedKey = FunctionTable.reservedKey(name);
        Store.Row version = null;
        Store.Row function = null;
        Store.Row reserved = null;
        for (Store.Row row : store.get(List.of(versionKey, functionKey, reservedKey))) {
            if (row.key().equals(versionKey)) {
                version = row;
            } else if (row.key().equals(functionKey)) {
                function = row;
            } else {
                reserved = row;
            }
        }
        if (version == null || function == null) {
            throw LambdaErrors.functionNotFound(name);
        }
        return new Target(
                decode(version), FunctionTable.read(function).reservedConcurrency(), FunctionTable.reserved(reserved));
    }

    private long number(FunctionName name) {
        String qualifier = name.qualifier();
        if (name.isAlias() && qualifier != null) {
            AliasTable.Found found = aliases.find(name, qualifier);
            if (found == null) {
                throw LambdaErrors.functionNotFound(name);
            }
            qualifier = found.alias().pick(ThreadLocalRandom.current().nextDouble());
        }
        return qualifier == null || qualifier.equals(FunctionName.LATEST)
                ? FunctionVersion.LATEST
                : Long.parseLong(qualifier);
    }

    private VersionTable.Found decode(Store.Row row) {
        VersionTable.Found known = decoded.get(row.key());
        if (known != null && known.row().version() == row.version()) {
            return known;
        }
        if (decoded.size() >= MAX_DECODED) {
            decoded.clear();
        }
        VersionTable.Found found = new VersionTable.Found(VersionTable.read(row), row);
        decoded.put(row.key(), found);
        return found;
    }
}
