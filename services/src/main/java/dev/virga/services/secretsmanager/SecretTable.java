package dev.virga.services.secretsmanager;

import dev.virga.kernel.Call;
import dev.virga.kernel.Timer;
import dev.virga.kernel.Timers;
import dev.virga.store.KeyBuilder;
import dev.virga.store.KeyReader;
import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import dev.virga.store.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Secrets and their encrypted values. Every change is one transaction: the secret, its values in
/// all regions, and its timers, which follow from what the secret says.
///
///     domain secretsmanager/ACCOUNT/REGION
///     secret + name                    a secret, or the region of the primary for a replica
///     value + name + suffix + version  ciphertext
///
/// Any thread may call it.
final class SecretTable {
    static final String ROTATION = "secretsmanager.rotation";
    static final String DELETION = "secretsmanager.deletion";

    private static final int FORMAT = 1;
    private static final int MAX_ATTEMPTS = 50;
    private static final int PAGE = 200;
    private static final int PAGE_BYTES = 4 << 20;

    private final Store store;
    private final Timers timers;

    SecretTable(Store store, Timers timers) {
        this.store = store;
        this.timers = timers;
    }

    /// What the row of a copy holds by itself; everything else is the primary's.
    record Copy(
            String suffix,
            String primaryRegion,
            @Nullable String keyId,
            long createdMillis,
            @Nullable Long accessedDay) {}

    /// A secret with the version of its row.
    ///
    /// @param row of the secret itself; of a copy, too, its own
    /// @param copy null for a primary
    record Found(
            Place place,
            Secret secret,
            Store.Row row,
            @Nullable Copy copy) {
        String arn() {
            return place.arn(secret.name(), secret.suffix());
        }

        @Nullable
        String keyId() {
            return copy == null ? secret.keyId() : copy.keyId();
        }

        @Nullable
        String primaryRegion() {
            if (copy != null) {
                return copy.primaryRegion();
            }
            return secret.replicas().isEmpty() ? null : place.region();
        }
    }

    /// A value to store.
    record Value(Place place, String versionId, byte[] sealed) {}

    /// What a change makes of a secret.
    record Change(Secret secret, List<Value> values) {
        static Change to(Secret secret) {
            return new Change(secret, List.of());
        }
    }

    private static Store.Key key(Place place, String name) {
        return new KeyBuilder().string("secret").string(name).toKey(place.domain());
    }

    private static byte[] valuePrefix(Secret secret) {
        return new KeyBuilder()
                .string("value")
                .string(secret.name())
                .string(secret.suffix())
                .toBytes();
    }

    private static Store.Key valueKey(Place place, Secret secret, String versionId) {
        return new KeyBuilder().raw(valuePrefix(secret)).string(versionId).toKey(place.domain());
    }

    @Nullable
    Found find(SecretId id) {
        Found found = find(id.place(), id.name());
        if (id.suffix() == null || (found != null && found.secret().suffix().equals(id.suffix()))) {
            return found;
        }
        // The ARN has no suffix, and the name ends like one.
        return find(id.place(), id.whole());
    }

    @Nullable
    Found find(Place place, String name) {
        Store.Row row = store.get(key(place, name));
        return row == null ? null : found(place, name, row);
    }

    private @Nullable Found found(Place place, String name, Store.Row row) {
        RowReader reader = new RowReader(row.value()).upTo(FORMAT);
        if (!reader.bool()) {
            return new Found(place, read(name, reader), row, null);
        }
        Copy copy = new Copy(
                reader.string(), reader.string(), reader.nullableString(), reader.varint(), reader.nullableVarint());
        Store.Row primary = store.get(key(place.in(copy.primaryRegion()), name));
        if (primary == null) {
            // Promoted or removed between the two reads.
            return null;
        }
        RowReader of = new RowReader(primary.value()).upTo(FORMAT);
        return of.bool() ? null : new Found(place, read(name, of), row, copy);
    }

    /// @throws dev.virga.wire.AwsException ResourceNotFoundException
    Found get(String secretId, Call call) {
        Found found = find(SecretId.of(secretId, call));
        if (found == null) {
            throw SecretErrors.notFound();
        }
        return found;
    }

    /// A secret that is not about to be deleted.
    Found live(String secretId, Call call) {
        Found found = get(secretId, call);
        if (found.secret().deleted()) {
            throw SecretErrors.markedForDeletion();
        }
        return found;
    }

    /// A live secret that is no copy.
    Found primary(String secretId, Call call) {
        Found found = live(secretId, call);
        if (found.copy() != null) {
            throw SecretErrors.replica();
        }
        return found;
    }

    /// @return false when there is one of that name
    boolean create(Place place, Secret secret, List<Value> values) {
        List<Store.Write> writes = new ArrayList<>();
        writes.add(new Store.Put(key(place, secret.name()), write(secret)));
        values.forEach(value -> writes.add(put(secret, value)));
        Store.Check absent = new Store.Absent(key(place, secret.name()));
        return store.commit(new Store.Transaction(null, List.of(absent), writes)) instanceof Store.Committed;
    }

    /// Replaces the secret by what `change` makes of it; null leaves it as it is.
    ///
    /// @param find looks it up, again after each conflict
    /// @return the secret as it is now
    Found change(Call call, String secretId, Finder find, Function<Found, @Nullable Change> change) {
        for (int i = 0; i < MAX_ATTEMPTS; i++) {
            Found found = find.find(secretId, call);
            Change wanted = change.apply(found);
            if (wanted == null) {
                return found;
            }
            if (commit(found, wanted, List.of(), List.of())) {
                return new Found(found.place(), wanted.secret(), found.row(), null);
            }
        }
        throw SecretErrors.request("A concurrent change of the secret was under way. Try again.");
    }

    /// One of [#get], [#live] and [#primary].
    interface Finder {
        Found find(String secretId, Call call);
    }

    /// @param checks and writes of the same transaction besides those of the change
    /// @return false when somebody else changed it meanwhile
    boolean commit(Found found, Change change, List<Store.Check> checks, List<Store.Write> more) {
        if (found.copy() != null) {
            throw new IllegalStateException("a copy is changed through its primary");
        }
        Secret before = found.secret();
        Secret after = change.secret();
        Place place = found.place();
        List<Store.Write> writes = new ArrayList<>(more);
        writes.add(new Store.Put(found.row().key(), write(after)));
        timers(place, before, after, writes::add);
        for (SecretVersion version : before.versions().all()) {
            if (after.versions().find(version.id()) == null) {
                writes.add(new Store.Delete(valueKey(place, before, version.id())));
                before.replicas()
                        .forEach(copy ->
                                writes.add(new Store.Delete(valueKey(place.in(copy.region()), before, version.id()))));
            }
        }
        change.values().forEach(value -> writes.add(put(after, value)));
        return commit(found.row(), checks, writes);
    }

    private boolean commit(Store.Row row, List<Store.Check> more, List<Store.Write> writes) {
        List<Store.Check> checks = new ArrayList<>(more);
        checks.add(new Store.At(row.key(), row.version()));
        return store.commit(new Store.Transaction(null, checks, writes)) instanceof Store.Committed;
    }

    /// That a name is still as it was when it was looked up.
    static Store.Check unchanged(Place place, String name, @Nullable Found found) {
        return found == null
                ? new Store.Absent(key(place, name))
                : new Store.At(found.row().key(), found.row().version());
    }

    private static Store.Write put(Secret secret, Value value) {
        return new Store.Put(valueKey(value.place(), secret, value.versionId()), value.sealed());
    }

    /// Sets and removes timers as far as the secret's times differ.
    private void timers(Place place, Secret before, Secret after, Consumer<Store.Write> writes) {
        differ(
                place,
                after,
                ROTATION,
                before.rotation().timerMillis(),
                after.rotation().timerMillis(),
                writes);
        differ(
                place,
                after,
                DELETION,
                before.dates().goneMillis(),
                after.dates().goneMillis(),
                writes);
    }

    private void differ(
            Place place,
            Secret secret,
            String kind,
            @Nullable Long before,
            @Nullable Long after,
            Consumer<Store.Write> writes) {
        if (before != null && !before.equals(after)) {
            writes.accept(timers.remove(timer(place, secret, kind, before)));
        }
        if (after != null && !after.equals(before)) {
            writes.accept(timers.set(timer(place, secret, kind, after)));
        }
    }

    private static Timer timer(Place place, Secret secret, String kind, long dueMillis) {
        byte[] payload = new RowWriter(FORMAT)
                .string(place.account())
                .string(place.region())
                .string(secret.name())
                .string(secret.suffix())
                .toBytes();
        return new Timer(kind, place.arn(secret.name(), secret.suffix()), Instant.ofEpochMilli(dueMillis), payload);
    }

    /// The primary that a timer is about, or null when it is gone.
    @Nullable
    Found of(Timer timer) {
        RowReader row = new RowReader(timer.payload()).upTo(FORMAT);
        Found found = find(new Place(row.string(), row.string()), row.string());
        return found == null || found.copy() != null || !found.secret().suffix().equals(row.string()) ? null : found;
    }

    /// Forgets a timer that no secret speaks of any more.
    void drop(Timer timer) {
        store.commit(new Store.Transaction(null, List.of(), List.of(timers.remove(timer))));
    }

    /// Removes a secret with its values and timers.
    ///
    /// @return false when it was changed meanwhile
    boolean delete(Found found) {
        Secret secret = found.secret();
        List<Store.Write> writes = new ArrayList<>();
        writes.add(new Store.Delete(found.row().key()));
        writes.add(values(found.place(), secret));
        timers(found.place(), secret, withoutTimers(secret), writes::add);
        return commit(found.row(), List.of(), writes);
    }

    private static Secret withoutTimers(Secret secret) {
        return secret.with(secret.rotation().off())
                .with(secret.dates().deleted(secret.dates().deletedMillis(), null));
    }

    /// Whether a copy may take its place: it is neither a copy nor has copies.
    static boolean replaceable(Found found) {
        return found.copy() == null && found.secret().replicas().isEmpty();
    }

    private static Store.Write values(Place place, Secret secret) {
        byte[] prefix = valuePrefix(secret);
        byte[] end = KeyBuilder.prefixEnd(prefix);
        if (end == null) {
            throw new IllegalStateException("a prefix is never empty");
        }
        return new Store.DeleteRange(place.domain(), prefix, end);
    }

    /// The writes that make a copy in another region.
    ///
    /// @param instead a secret there whose place it takes, or null
    List<Store.Write> copy(Place place, Secret secret, Copy copy, @Nullable Found instead) {
        List<Store.Write> writes = new ArrayList<>();
        if (instead != null) {
            writes.add(values(place, instead.secret()));
            timers(place, instead.secret(), withoutTimers(instead.secret()), writes::add);
        }
        writes.add(new Store.Put(key(place, secret.name()), write(copy)));
        return writes;
    }

    /// The writes that remove a copy.
    static List<Store.Write> uncopy(Place place, Secret secret) {
        return List.of(new Store.Delete(key(place, secret.name())), values(place, secret));
    }

    /// Makes a copy a secret of its own; the primary forgets it in the same transaction.
    ///
    /// @param primary of the copy
    boolean promote(Found copy, Found primary, Secret promoted, Secret rest) {
        List<Store.Write> writes = List.of(
                new Store.Put(copy.row().key(), write(promoted)),
                new Store.Put(primary.row().key(), write(rest)));
        List<Store.Check> checks = List.of(
                new Store.At(copy.row().key(), copy.row().version()),
                new Store.At(primary.row().key(), primary.row().version()));
        return store.commit(new Store.Transaction(null, checks, writes)) instanceof Store.Committed;
    }

    byte @Nullable [] value(Found found, String versionId) {
        Store.Row row = store.get(valueKey(found.place(), found.secret(), versionId));
        return row == null ? null : row.value();
    }

    /// Notes the day on which a value was read. A hint: a change at the same time may swallow it.
    void accessed(Found found, String versionId, long day) {
        Secret secret = found.secret();
        Copy copy = found.copy();
        byte[] row = copy != null
                ? write(new Copy(copy.suffix(), copy.primaryRegion(), copy.keyId(), copy.createdMillis(), day))
                : write(secret.with(secret.dates().accessed(day))
                        .with(secret.versions().change(versionId, v -> v.accessed(day))));
        commit(found.row(), List.of(), List.of(new Store.Put(found.row().key(), row)));
    }

    /// All secrets of a place, copies too, in the order of names.
    void each(Place place, Consumer<Found> consumer) {
        byte[] all = new KeyBuilder().string("secret").toBytes();
        byte[] end = KeyBuilder.prefixEnd(all);
        byte[] from = all;
        while (true) {
            List<Store.Row> rows = store.scan(place.domain(), from, end, false, PAGE, PAGE_BYTES);
            if (rows.isEmpty()) {
                return;
            }
            for (Store.Row row : rows) {
                String name = new KeyReader(row.key().bytes(), all.length).string();
                Found found = found(place, name, row);
                if (found != null) {
                    consumer.accept(found);
                }
            }
            from = KeyBuilder.after(rows.getLast().key().bytes());
        }
    }

    private static byte[] write(Copy copy) {
        return new RowWriter(FORMAT)
                .bool(true)
                .string(copy.suffix())
                .string(copy.primaryRegion())
                .nullableString(copy.keyId())
                .varint(copy.createdMillis())
                .nullableVarint(copy.accessedDay())
                .toBytes();
    }

    private static byte[] write(Secret secret) {
        RowWriter row = new RowWriter(FORMAT)
                .bool(false)
                .string(secret.suffix())
                .nullableString(secret.description())
                .nullableString(secret.keyId())
                .nullableString(secret.policy())
                .varint(secret.dates().createdMillis())
                .varint(secret.dates().changedMillis())
                .nullableVarint(secret.dates().accessedDay())
                .nullableVarint(secret.dates().deletedMillis())
                .nullableVarint(secret.dates().goneMillis())
                .map(secret.tags());
        secret.rotation().write(row);
        return row.list(secret.replicas(), (to, copy) -> to.string(copy.region())
                        .nullableString(copy.keyId())
                        .nullableString(copy.failure()))
                .list(secret.versions().all(), (to, version) -> version.write(to))
                .toBytes();
    }

    private static Secret read(String name, RowReader row) {
        return new Secret(
                name,
                row.string(),
                row.nullableString(),
                row.nullableString(),
                row.nullableString(),
                new Secret.Dates(
                        row.varint(), row.varint(), row.nullableVarint(), row.nullableVarint(), row.nullableVarint()),
                row.map(),
                Rotation.read(row),
                row.list(of -> new Secret.Replica(of.string(), of.nullableString(), of.nullableString())),
                new Versions(row.list(SecretVersion::read)));
    }
}
