package dev.virga.services.lambda;

import dev.virga.services.lambda.FunctionVersion.Code;
import dev.virga.services.lambda.FunctionVersion.LayerUse;
import dev.virga.services.lambda.FunctionVersion.Logging;
import dev.virga.services.lambda.FunctionVersion.Settings;
import dev.virga.store.KeyBuilder;
import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import dev.virga.store.Store;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Versions of functions. Key: `version`, name, number; `$LATEST` is number 0. Any thread may call
/// it.
final class VersionTable {
    /// 1 has the environment variables as they are.
    private static final int FORMAT = 2;

    private final Store store;

    VersionTable(Store store) {
        this.store = store;
    }

    /// @param row its version names what an instance was started from
    record Found(FunctionVersion version, Store.Row row) {}

    static byte[] prefix(FunctionName name) {
        return new KeyBuilder().string("version").string(name.name()).toBytes();
    }

    static Store.Key key(FunctionName name, long number) {
        return new KeyBuilder().raw(prefix(name)).number(number).toKey(LambdaKeys.domain(name));
    }

    @Nullable
    Found find(FunctionName name, long number) {
        Store.Row row = store.get(key(name, number));
        return row == null ? null : new Found(read(row), row);
    }

    /// @param qualifier `$LATEST` or a number
    /// @throws dev.virga.wire.AwsException ResourceNotFoundException
    Found get(FunctionName name, String qualifier) {
        Found found = null;
        if (qualifier.equals(FunctionName.LATEST)) {
            found = find(name, FunctionVersion.LATEST);
        } else if (FunctionName.isNumber(qualifier)) {
            long number = Long.parseLong(qualifier);
            found = number == FunctionVersion.LATEST ? null : find(name, number);
        }
        if (found == null) {
            throw LambdaErrors.functionNotFound(name);
        }
        return found;
    }

    Store.Write put(FunctionName name, FunctionVersion version) {
        return new Store.Put(key(name, version.number()), write(version));
    }

    /// Versions from `$LATEST` on.
    ///
    /// @param after number of the last one of the page before, or null
    List<FunctionVersion> list(FunctionName name, @Nullable Long after, int max) {
        byte[] last = after == null ? null : key(name, after).bytes();
        List<FunctionVersion> versions = new ArrayList<>();
        for (Store.Row row : LambdaKeys.scan(store, LambdaKeys.domain(name), prefix(name), last, max)) {
            versions.add(read(row));
        }
        return versions;
    }

    private static byte[] write(FunctionVersion version) {
        Settings settings = version.settings();
        Code code = version.code();
        Logging logging = settings.logging();
        return new RowWriter(FORMAT)
                .string(version.name())
                .varint(version.number())
                .varint(version.lastModifiedMillis())
                .string(version.revisionId())
                .string(code.blob())
                .varint(code.length())
                .varint(code.unzippedLength())
                .string(code.sha256())
                .string(code.architecture())
                .string(settings.runtime())
                .string(settings.role())
                .string(settings.handler())
                .string(settings.description())
                .varint(settings.timeoutSeconds())
                .varint(settings.memoryMegabytes())
                .varint(settings.tmpMegabytes())
                .nullableString(settings.environment().kmsKeyArn())
                .nullableString(settings.environment().sealed())
                .map(settings.environment().plain())
                .list(settings.layers(), (row, l) -> row.string(l.arn()).varint(l.length()))
                .nullableString(settings.deadLetterArn())
                .string(settings.tracing())
                .string(logging.format())
                .nullableString(logging.applicationLevel())
                .nullableString(logging.systemLevel())
                .nullableString(logging.logGroup())
                .string(settings.snapStart())
                .toBytes();
    }

    static FunctionVersion read(Store.Row stored) {
        RowReader row = new RowReader(stored.value()).upTo(FORMAT);
        String name = row.string();
        long number = row.varint();
        long modified = row.varint();
        String revision = row.string();
        Code code = new Code(row.string(), row.varint(), row.varint(), row.string(), row.string());
        return new FunctionVersion(name, number, readSettings(row), code, modified, revision);
    }

    private static Settings readSettings(RowReader row) {
        String runtime = row.string();
        String role = row.string();
        String handler = row.string();
        String description = row.string();
        int timeout = (int) row.varint();
        int memory = (int) row.varint();
        int tmp = (int) row.varint();
        SealedEnvironment environment = row.format() == 1
                ? new SealedEnvironment(null, null, row.map())
                : new SealedEnvironment(row.nullableString(), row.nullableString(), row.map());
        List<LayerUse> layers = row.list(r -> new LayerUse(r.string(), r.varint()));
        String deadLetter = row.nullableString();
        String tracing = row.string();
        Logging logging = new Logging(row.string(), row.nullableString(), row.nullableString(), row.nullableString());
        return new Settings(
                runtime,
                role,
                handler,
                description,
                timeout,
                memory,
                tmp,
                environment,
                layers,
                deadLetter,
                tracing,
                logging,
                row.string());
    }
}
