package dev.virga.services.lambda;

import dev.virga.kernel.Arn;
import dev.virga.services.lambda.FunctionVersion.Code;
import dev.virga.store.KeyBuilder;
import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import dev.virga.store.Store;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Layers and their versions.
///
///     `layer`, name                  -> number of the newest version ever published
///     `layer-version`, name, number  -> code and description
///
/// Any thread may call it.
final class LayerTable {
    private static final int FORMAT = 1;

    private final Store store;

    LayerTable(Store store) {
        this.store = store;
    }

    /// @param runtimes that it says it works with
    record LayerVersion(
            String name,
            long number,
            Code code,
            String description,
            String license,
            List<String> runtimes,
            List<String> architectures,
            long createdMillis) {}

    private static Store.Key newestKey(String domain, String name) {
        return new KeyBuilder().string("layer").string(name).toKey(domain);
    }

    private static byte[] prefix(String name) {
        return new KeyBuilder().string("layer-version").string(name).toBytes();
    }

    private static Store.Key key(String domain, String name, long number) {
        return new KeyBuilder().raw(prefix(name)).number(number).toKey(domain);
    }

    @Nullable
    LayerVersion find(String account, String region, String name, long number) {
        Store.Row row = store.get(key(LambdaKeys.domain(account, region), name, number));
        return row == null ? null : read(row);
    }

    /// @param arn `arn:aws:lambda:REGION:ACCOUNT:layer:NAME:NUMBER`
    /// @throws AwsException InvalidParameterValueException when there is no such version
    LayerVersion getByArn(String arn) {
        Arn parsed = Arn.parse(arn);
        String[] resource = parsed == null ? new String[0] : parsed.resource().split(":");
        LayerVersion found = null;
        if (parsed != null && resource.length == 3 && FunctionName.isNumber(resource[2])) {
            found = find(parsed.account(), parsed.region(), resource[1], Long.parseLong(resource[2]));
        }
        if (found == null) {
            throw LambdaErrors.invalid("Layer version " + arn + " does not exist.");
        }
        return found;
    }

    /// Gives the version its number.
    LayerVersion publish(String account, String region, LayerVersion layer) {
        String domain = LambdaKeys.domain(account, region);
        Store.Key newest = newestKey(domain, layer.name());
        for (int i = 0; i < LambdaKeys.MAX_ATTEMPTS; i++) {
            Store.Row row = store.get(newest);
            long number = row == null ? 1 : newest(row) + 1;
            LayerVersion numbered = new LayerVersion(
                    layer.name(),
                    number,
                    layer.code(),
                    layer.description(),
                    layer.license(),
                    layer.runtimes(),
                    layer.architectures(),
                    layer.createdMillis());
            Store.Check unchanged = row == null ? new Store.Absent(newest) : new Store.At(newest, row.version());
            List<Store.Write> writes = List.of(
                    new Store.Put(newest, new RowWriter(FORMAT).varint(number).toBytes()),
                    new Store.Put(key(domain, layer.name(), number), write(numbered)));
            Store.Transaction transaction = new Store.Transaction(null, List.of(unchanged), writes);
            if (store.commit(transaction) instanceof Store.Committed) {
                return numbered;
            }
        }
        throw LambdaErrors.conflict("Another publication of the layer is in progress: " + layer.name());
    }

    void delete(String account, String region, String name, long number) {
        Store.Write delete = new Store.Delete(key(LambdaKeys.domain(account, region), name, number));
        store.commit(new Store.Transaction(null, List.of(), List.of(delete)));
    }

    /// Versions, newest first.
    ///
    /// @param below number of the last one of the page before, or null
    List<LayerVersion> versions(String account, String region, String name, @Nullable Long below, int max) {
        String domain = LambdaKeys.domain(account, region);
        byte[] prefix = prefix(name);
        byte[] to = below == null
                ? KeyBuilder.prefixEnd(prefix)
                : key(domain, name, below).bytes();
        List<LayerVersion> versions = new ArrayList<>();
        for (Store.Row row : store.scan(domain, prefix, to, true, max, LambdaKeys.PAGE_BYTES)) {
            versions.add(read(row));
        }
        return versions;
    }

    /// Names of layers, in their order.
    List<String> names(String account, String region, @Nullable String after, int max) {
        String domain = LambdaKeys.domain(account, region);
        byte[] prefix = new KeyBuilder().string("layer").toBytes();
        byte[] last = after == null ? null : newestKey(domain, after).bytes();
        List<String> names = new ArrayList<>();
        for (Store.Row row : LambdaKeys.scan(store, domain, prefix, last, max)) {
            names.add(new dev.virga.store.KeyReader(row.key().bytes(), prefix.length).string());
        }
        return names;
    }

    private static long newest(Store.Row row) {
        return new RowReader(row.value()).upTo(FORMAT).varint();
    }

    private static byte[] write(LayerVersion layer) {
        Code code = layer.code();
        return new RowWriter(FORMAT)
                .string(layer.name())
                .varint(layer.number())
                .string(code.blob())
                .varint(code.length())
                .varint(code.unzippedLength())
                .string(code.sha256())
                .string(code.architecture())
                .string(layer.description())
                .string(layer.license())
                .list(layer.runtimes(), RowWriter::string)
                .list(layer.architectures(), RowWriter::string)
                .varint(layer.createdMillis())
                .toBytes();
    }

    private static LayerVersion read(Store.Row stored) {
        RowReader row = new RowReader(stored.value()).upTo(FORMAT);
        String name = row.string();
        long number = row.varint();
        Code code = new Code(row.string(), row.varint(), row.varint(), row.string(), row.string());
        return new LayerVersion(
                name,
                number,
                code,
                row.string(),
                row.string(),
                row.list(RowReader::string),
                row.list(RowReader::string),
                row.varint());
    }
}
