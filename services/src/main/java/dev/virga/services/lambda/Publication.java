package dev.virga.services.lambda;

import dev.virga.store.Store;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Makes numbered versions out of `$LATEST`.
final class Publication {
    private final Store store;
    private final FunctionTable functions;
    private final VersionTable versions;

    Publication(Store store, FunctionTable functions, VersionTable versions) {
        this.store = store;
        this.functions = functions;
        this.versions = versions;
    }

    /// When nothing changed since the last publication, the version that it made is the answer.
    ///
    /// @param description null for that of `$LATEST`
    /// @param codeSha256 that the code must have, or null
    /// @param revisionId that `$LATEST` must have, or null
    FunctionVersion publish(
            FunctionName name, @Nullable String description, @Nullable String codeSha256, @Nullable String revisionId) {
        for (int i = 0; i < LambdaKeys.MAX_ATTEMPTS; i++) {
            FunctionTable.Found function = functions.get(name);
            VersionTable.Found latest = versions.get(name, FunctionName.LATEST);
            FunctionVersion version = latest.version();
            if (codeSha256 != null && !codeSha256.equals(version.code().sha256())) {
                throw LambdaErrors.invalid("CodeSHA256 (" + codeSha256
                        + ") is different from current CodeSHA256 in $LATEST ("
                        + version.code().sha256()
                        + "). Please try again with the CodeSHA256 in $LATEST.");
            }
            if (revisionId != null && !revisionId.equals(version.revisionId())) {
                throw LambdaErrors.revisionChanged();
            }
            long number = function.function().nextVersion();
            VersionTable.Found last = number == 1 ? null : versions.find(name, number - 1);
            if (last != null && same(last.version(), version)) {
                return last.version();
            }
            FunctionVersion.Settings settings = description == null
                    ? version.settings()
                    : version.settings().withDescription(description);
            FunctionVersion published =
                    version.published(number, settings, UUID.randomUUID().toString());
            List<Store.Check> unchanged = List.of(
                    new Store.At(function.row().key(), function.row().version()),
                    new Store.At(latest.row().key(), latest.row().version()));
            List<Store.Write> writes = List.of(
                    functions.put(name, function.function().withNextVersion(number + 1)),
                    versions.put(name, published));
            if (store.commit(new Store.Transaction(null, unchanged, writes)) instanceof Store.Committed) {
                return published;
            }
        }
        throw LambdaErrors.conflict("An update is in progress for resource: " + name.functionArn());
    }

    private static boolean same(FunctionVersion published, FunctionVersion latest) {
        String description = latest.settings().description();
        return published.code().equals(latest.code())
                && published.settings().withDescription(description).equals(latest.settings());
    }
}
