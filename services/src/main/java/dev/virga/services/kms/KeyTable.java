package dev.virga.services.kms;

import dev.virga.store.KeyBuilder;
import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import dev.virga.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Keys, their aliases and their material. Any thread may call it.
///
///     domain  kms/account/region
///     key     "key" + id                 value  all of a key but its material
///     key     "material" + id + number   value  one generation, its secret sealed
///     key     "alias" + name             value  id of the key, when made, when changed
final class KeyTable {
    private static final int FORMAT = 1;
    private static final int MAX_ATTEMPTS = 50;
    private static final int PAGE_BYTES = 4 << 20;

    /// @param version of the row
    record Found(KmsKey key, long version) {}

    /// @param name with `alias/`
    record Alias(String name, String keyId, long createdMillis, long updatedMillis) {}

    /// A key that is replaced, and what else is written with it.
    record Change(KmsKey key, List<Store.Check> checks, List<Store.Write> writes) {
        static Change to(KmsKey key) {
            return new Change(key, List.of(), List.of());
        }
    }

    private final Store store;

    KeyTable(Store store) {
        this.store = store;
    }

    static String domain(String account, String region) {
        return "kms/" + account + "/" + region;
    }

    private static Store.Key key(String account, String region, String id) {
        return new KeyBuilder().string("key").string(id).toKey(domain(account, region));
    }

    private static Store.Key alias(String account, String region, String name) {
        return new KeyBuilder().string("alias").string(name).toKey(domain(account, region));
    }

    private static Store.Key material(KmsKey key, int number) {
        return new KeyBuilder()
                .string("material")
                .string(key.id())
                .number(number)
                .toKey(domain(key.account(), key.region()));
    }

    @Nullable
    Found find(String account, String region, String id) {
        Store.Row row = store.get(key(account, region, id));
        return row == null ? null : new Found(read(row, account, region), row.version());
    }

    /// That the key is still as it was found.
    Store.Check unchanged(Found found) {
        KmsKey key = found.key();
        return new Store.At(key(key.account(), key.region(), key.id()), found.version());
    }

    @Nullable
    Alias findAlias(String account, String region, String name) {
        Store.Row row = store.get(alias(account, region, name));
        return row == null ? null : readAlias(name, row);
    }

    @Nullable
    Material findMaterial(KmsKey key, int number) {
        Store.Row row = store.get(material(key, number));
        return row == null ? null : readMaterial(number, row);
    }

    /// False when the id or an alias is taken.
    boolean create(KmsKey key, List<Material> material, List<Store.Write> more) {
        List<Store.Check> checks = new ArrayList<>();
        List<Store.Write> writes = new ArrayList<>(more);
        Store.Key row = key(key.account(), key.region(), key.id());
        checks.add(new Store.Absent(row));
        writes.add(new Store.Put(row, write(key)));
        material.forEach(each -> writes.add(put(key, each)));
        for (String name : key.aliases()) {
            Store.Key alias = alias(key.account(), key.region(), name);
            checks.add(new Store.Absent(alias));
            writes.add(put(key, new Alias(name, key.id(), key.createdMillis(), key.createdMillis())));
        }
        return store.commit(new Store.Transaction(null, checks, writes)) instanceof Store.Committed;
    }

    /// Replaces a key by what `change` makes of it; it is called again when somebody else was
    /// faster.
    ///
    /// @throws dev.virga.wire.AwsException NotFoundException, and what `change` throws
    KmsKey change(KmsKey known, UnaryOperator<KmsKey> change) {
        return changeWith(known, key -> Change.to(change.apply(key)));
    }

    KmsKey changeWith(KmsKey known, Function<KmsKey, Change> change) {
        for (int i = 0; i < MAX_ATTEMPTS; i++) {
            Found found = find(known.account(), known.region(), known.id());
            if (found == null) {
                throw KmsErrors.keyDoesNotExist(known.arn());
            }
            Change made = change.apply(found.key());
            if (made.key().equals(found.key()) && made.writes().isEmpty()) {
                return made.key();
            }
            Store.Key row = key(known.account(), known.region(), known.id());
            List<Store.Check> checks = new ArrayList<>(made.checks());
            checks.add(new Store.At(row, found.version()));
            List<Store.Write> writes = new ArrayList<>(made.writes());
            writes.add(new Store.Put(row, write(made.key())));
            if (store.commit(new Store.Transaction(null, checks, writes)) instanceof Store.Committed) {
                return made.key();
            }
        }
        throw KmsErrors.busy();
    }

    /// The checks and writes that make an alias, on condition that there is none.
    Change withAlias(KmsKey key, Alias made) {
        List<String> names = new ArrayList<>(key.aliases());
        names.add(made.name());
        return new Change(
                key.withAliases(List.copyOf(names)),
                List.of(new Store.Absent(alias(key.account(), key.region(), made.name()))),
                List.of(put(key, made)));
    }

    /// Replaces several keys, or none when one of them changed meanwhile.
    ///
    /// @param after at the place of the key that it replaces; null removes that key
    boolean replace(List<Found> before, List<@Nullable KmsKey> after, List<Store.Check> more, List<Store.Write> also) {
        List<Store.Check> checks = new ArrayList<>(more);
        List<Store.Write> writes = new ArrayList<>(also);
        for (int i = 0; i < before.size(); i++) {
            KmsKey old = before.get(i).key();
            Store.Key row = key(old.account(), old.region(), old.id());
            checks.add(unchanged(before.get(i)));
            KmsKey now = after.get(i);
            if (now == null) {
                writes.add(new Store.Delete(row));
                writes.add(materialsOf(old));
                old.aliases().forEach(name -> writes.add(removeAlias(old, name)));
            } else {
                writes.add(new Store.Put(row, write(now)));
            }
        }
        return store.commit(new Store.Transaction(null, checks, writes)) instanceof Store.Committed;
    }

    Store.Write putAlias(KmsKey key, Alias alias) {
        return put(key, alias);
    }

    Store.Write removeAlias(KmsKey key, String name) {
        return new Store.Delete(alias(key.account(), key.region(), name));
    }

    /// What creates a key, as part of a larger transaction.
    Change creation(KmsKey key, List<Material> material) {
        Store.Key row = key(key.account(), key.region(), key.id());
        List<Store.Write> writes = new ArrayList<>();
        writes.add(new Store.Put(row, write(key)));
        material.forEach(each -> writes.add(put(key, each)));
        return new Change(key, List.of(new Store.Absent(row)), writes);
    }

    private static Store.Write materialsOf(KmsKey key) {
        return all(key, "material");
    }

    /// The write that removes every row of a kind that a key has.
    static Store.Write all(KmsKey key, String kind) {
        byte[] prefix = new KeyBuilder().string(kind).string(key.id()).toBytes();
        byte[] end = KeyBuilder.prefixEnd(prefix);
        if (end == null) {
            throw new IllegalStateException("a prefix is never empty");
        }
        return new Store.DeleteRange(domain(key.account(), key.region()), prefix, end);
    }

    /// In the order of ids.
    ///
    /// @param after id of the last key of the page before, or null
    List<KmsKey> list(String account, String region, @Nullable String after, int max) {
        return page(account, region, "key", after, max).stream()
                .map(row -> read(row, account, region))
                .toList();
    }

    /// In the order of names.
    List<Alias> listAliases(String account, String region, @Nullable String after, int max) {
        return page(account, region, "alias", after, max).stream()
                .map(row -> readAlias(null, row))
                .toList();
    }

    private List<Store.Row> page(String account, String region, String kind, @Nullable String after, int max) {
        byte[] all = new KeyBuilder().string(kind).toBytes();
        byte[] from = after == null
                ? all
                : KeyBuilder.after(new KeyBuilder().string(kind).string(after).toBytes());
        // The store may answer less than it was asked for, because of the rows' size.
        List<Store.Row> rows = new ArrayList<>();
        List<Store.Row> more;
        do {
            more = store.scan(
                    domain(account, region), from, KeyBuilder.prefixEnd(all), false, max - rows.size(), PAGE_BYTES);
            rows.addAll(more);
            if (!more.isEmpty()) {
                from = KeyBuilder.after(more.getLast().key().bytes());
            }
        } while (!more.isEmpty() && rows.size() < max);
        return rows;
    }

    /// In the order of numbers.
    List<Material> materials(KmsKey key) {
        byte[] all = new KeyBuilder().string("material").string(key.id()).toBytes();
        List<Material> materials = new ArrayList<>();
        int number = 0;
        List<Store.Row> rows;
        do {
            byte[] from = material(key, number + 1).bytes();
            rows = store.scan(
                    domain(key.account(), key.region()), from, KeyBuilder.prefixEnd(all), false, 1000, PAGE_BYTES);
            for (Store.Row row : rows) {
                Material material = readMaterial(0, row);
                materials.add(material);
                number = material.number();
            }
        } while (!rows.isEmpty());
        return materials;
    }

    Store.Write put(KmsKey key, Material material) {
        byte[] value = new RowWriter(FORMAT)
                .varint(material.number())
                .string(material.id())
                .varint(material.createdMillis())
                .nullableString(material.rotation())
                .nullableBytes(material.secret())
                .nullableBytes(material.publicKey())
                .nullableVarint(material.validToMillis())
                .nullableString(material.description())
                .toBytes();
        return new Store.Put(material(key, material.number()), value);
    }

    private static Material readMaterial(int number, Store.Row stored) {
        RowReader row = new RowReader(stored.value()).upTo(FORMAT);
        int its = (int) row.varint();
        if (number != 0 && its != number) {
            throw new IllegalStateException("material " + its + " is stored as " + number);
        }
        return new Material(
                its,
                row.string(),
                row.varint(),
                row.nullableString(),
                row.nullableBytes(),
                row.nullableBytes(),
                row.nullableVarint(),
                row.nullableString());
    }

    private static Store.Write put(KmsKey key, Alias alias) {
        byte[] value = new RowWriter(FORMAT)
                .string(alias.name())
                .string(alias.keyId())
                .varint(alias.createdMillis())
                .varint(alias.updatedMillis())
                .toBytes();
        return new Store.Put(alias(key.account(), key.region(), alias.name()), value);
    }

    private static Alias readAlias(@Nullable String name, Store.Row stored) {
        RowReader row = new RowReader(stored.value()).upTo(FORMAT);
        Alias alias = new Alias(row.string(), row.string(), row.varint(), row.varint());
        if (name != null && !alias.name().equals(name)) {
            throw new IllegalStateException("the alias " + alias.name() + " is stored as " + name);
        }
        return alias;
    }

    private static byte[] write(KmsKey key) {
        RowWriter row = new RowWriter(FORMAT)
                .string(key.id())
                .varint(key.createdMillis())
                .string(key.spec().name())
                .string(key.usage().name())
                .string(key.origin().name())
                .nullableString(key.managedBy())
                .string(key.description())
                .string(key.state().name())
                .string(key.policy())
                .map(key.tags())
                .list(key.aliases(), RowWriter::string)
                .varint(key.material());
        KmsKey.Rotation rotation = key.rotation();
        Integer period = rotation.periodDays();
        row.nullableVarint(period == null ? null : (Long) period.longValue())
                .varint(rotation.nextMillis())
                .varint(rotation.onDemand());
        KmsKey.Deletion deletion = key.deletion();
        row.bool(deletion != null);
        if (deletion != null) {
            row.varint(deletion.dueMillis()).varint(deletion.windowDays());
        }
        KmsKey.MultiRegion regions = key.multiRegion();
        row.bool(regions != null);
        if (regions != null) {
            row.string(regions.primary()).list(regions.replicas(), RowWriter::string);
        }
        return row.bool(key.granted()).toBytes();
    }

    private static KmsKey read(Store.Row stored, String account, String region) {
        RowReader row = new RowReader(stored.value()).upTo(FORMAT);
        return new KmsKey(
                account,
                region,
                row.string(),
                row.varint(),
                KeySpec.valueOf(row.string()),
                KeyUsage.valueOf(row.string()),
                KmsKey.Origin.valueOf(row.string()),
                row.nullableString(),
                row.string(),
                KeyState.valueOf(row.string()),
                row.string(),
                row.map(),
                row.list(RowReader::string),
                (int) row.varint(),
                readRotation(row),
                row.bool() ? new KmsKey.Deletion(row.varint(), (int) row.varint()) : null,
                row.bool() ? new KmsKey.MultiRegion(row.string(), row.list(RowReader::string)) : null,
                row.more() && row.bool());
    }

    private static KmsKey.Rotation readRotation(RowReader row) {
        Long period = row.nullableVarint();
        return new KmsKey.Rotation(
                period == null ? null : (Integer) period.intValue(), row.varint(), (int) row.varint());
    }
}
