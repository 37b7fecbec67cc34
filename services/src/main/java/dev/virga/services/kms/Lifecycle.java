package dev.virga.services.kms;

import dev.virga.kernel.Timer;
import dev.virga.kernel.Timers;
import dev.virga.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What happens to a key in the course of time: new material, the end of imported material,
/// deletion. A timer whose time is not the one in the key any more is dropped.
final class Lifecycle {
    static final int MIN_WINDOW_DAYS = 7;
    static final int MAX_WINDOW_DAYS = 30;

    private static final int DEFAULT_PERIOD_DAYS = 365;
    private static final int MAX_ON_DEMAND = 25;
    private static final int MAX_ATTEMPTS = 50;
    private static final String ROTATE = "kms.rotate";
    private static final String DELETE = "kms.delete";
    private static final String EXPIRE = "kms.expire";

    private final KeyTable table;
    private final GrantTable grants;
    private final Materials materials;
    private final Timers timers;

    Lifecycle(KeyTable table, GrantTable grants, Materials materials, Timers timers) {
        this.table = table;
        this.grants = grants;
        this.materials = materials;
        this.timers = timers;
        timers.handle(ROTATE, this::rotate);
        timers.handle(DELETE, this::delete);
        timers.handle(EXPIRE, this::expire);
    }

    private static Timer timer(String kind, KmsKey key, long dueMillis) {
        String id = key.account() + "/" + key.region() + "/" + key.id();
        return new Timer(kind, id, Instant.ofEpochMilli(dueMillis), new byte[0]);
    }

    private KeyTable.@Nullable Found found(Timer timer) {
        String[] parts = timer.id().split("/", 3);
        return table.find(parts[0], parts[1], parts[2]);
    }

    private void drop(Timer timer) {
        table.replace(List.of(), List.of(), List.of(), List.of(timers.remove(timer)));
    }

    /// The write that makes imported material end.
    Store.Write expiry(KmsKey key, long dueMillis) {
        return timers.set(timer(EXPIRE, key, dueMillis));
    }

    /// The write that makes the rotation of a new key begin.
    Store.Write firstRotation(KmsKey key) {
        return timers.set(timer(ROTATE, key, key.rotation().nextMillis()));
    }

    void enable(KmsKey known, Instant now) {
        table.changeWith(known, key -> {
            if (key.state() != KeyState.DISABLED && key.state() != KeyState.ENABLED) {
                throw KmsErrors.invalidState(key);
            }
            KmsKey enabled = key.withState(KeyState.ENABLED);
            KmsKey.Rotation rotation = key.rotation();
            long millis = now.toEpochMilli();
            if (rotation.periodDays() == null || rotation.nextMillis() > millis || key.isReplica()) {
                return KeyTable.Change.to(enabled);
            }
            // The rotation that was due meanwhile, at a time of its own: the timer of before may just be dropped.
            KmsKey due = enabled.withRotation(new KmsKey.Rotation(rotation.periodDays(), millis, rotation.onDemand()));
            return new KeyTable.Change(due, List.of(), List.of(firstRotation(due)));
        });
    }

    KmsKey scheduleDeletion(KmsKey known, int days, Instant now) {
        return table.changeWith(known, key -> {
            Uses.notPendingDeletion(key);
            KmsKey.MultiRegion regions = key.multiRegion();
            if (regions != null && !key.isReplica() && !regions.replicas().isEmpty()) {
                return KeyTable.Change.to(
                        key.withDeletion(KeyState.PENDING_REPLICA_DELETION, new KmsKey.Deletion(0, days)));
            }
            return deletion(key, days, now);
        });
    }

    private KeyTable.Change deletion(KmsKey key, int days, Instant now) {
        long due = now.plus(Duration.ofDays(days)).toEpochMilli();
        return new KeyTable.Change(
                key.withDeletion(KeyState.PENDING_DELETION, new KmsKey.Deletion(due, days)),
                List.of(),
                List.of(timers.set(timer(DELETE, key, due))));
    }

    private void delete(Timer timer) {
        KeyTable.Found found = found(timer);
        KmsKey key = found == null ? null : found.key();
        if (found == null
                || key == null
                || key.state() != KeyState.PENDING_DELETION
                || key.deletion() == null
                || key.deletion().dueMillis() != timer.due().toEpochMilli()) {
            drop(timer);
            return;
        }
        List<KeyTable.Found> before = new ArrayList<>();
        List<@Nullable KmsKey> after = new ArrayList<>();
        List<Store.Write> writes = new ArrayList<>();
        before.add(found);
        after.add(null);
        writes.add(timers.remove(timer));
        writes.addAll(grants.removalOfAll(key, table.unchanged(found)));
        for (KeyTable.Found sibling : Replicas.siblings(table, key)) {
            KmsKey other = Replicas.without(sibling.key(), key.region());
            before.add(sibling);
            KmsKey.Deletion waiting = other.deletion();
            KmsKey.MultiRegion left = other.multiRegion();
            if (waiting != null
                    && other.state() == KeyState.PENDING_REPLICA_DELETION
                    && left != null
                    && left.replicas().isEmpty()) {
                KeyTable.Change now = deletion(other, waiting.windowDays(), timer.due());
                after.add(now.key());
                writes.addAll(now.writes());
            } else {
                after.add(other);
            }
        }
        if (table.replace(before, after, List.of(), writes)) {
            materials.forget(key);
        } else {
            // Somebody changed one of them; look again.
            throw new IllegalStateException("the key " + key.arn() + " changed while it was deleted");
        }
    }

    /// @throws dev.virga.wire.AwsException UnsupportedOperationException
    static void checkRotation(KmsKey key) {
        if (!key.isSymmetric()) {
            throw KmsErrors.unsupported(key, "key spec is " + key.spec() + ", which does not support key rotation.");
        }
    }

    private static void checkOwnRotation(KmsKey key, String operation) {
        checkRotation(key);
        if (key.origin() != KmsKey.Origin.AWS_KMS) {
            throw KmsErrors.unsupported(
                    key, "origin is " + key.origin() + " which is not valid for " + operation + ".");
        }
        if (key.isReplica()) {
            throw KmsErrors.unsupported(key, "is a multi-Region replica key: its rotation is that of the primary key.");
        }
        if (key.state() == KeyState.DISABLED) {
            throw KmsErrors.disabled(key.arn());
        }
        Uses.notPendingDeletion(key);
    }

    void enableRotation(KmsKey known, @Nullable Integer days, Instant now) {
        checkOwnRotation(known, "EnableKeyRotation");
        int period = days == null ? DEFAULT_PERIOD_DAYS : days;
        long next = now.plus(Duration.ofDays(period)).toEpochMilli();
        KmsKey.Rotation rotation =
                new KmsKey.Rotation(period, next, known.rotation().onDemand());
        everywhere(known, key -> key.withRotation(rotation), List.of(timers.set(timer(ROTATE, known, next))));
    }

    void disableRotation(KmsKey known) {
        checkOwnRotation(known, "DisableKeyRotation");
        everywhere(
                known,
                key -> key.withRotation(
                        new KmsKey.Rotation(null, 0, key.rotation().onDemand())),
                List.of());
    }

    private void everywhere(KmsKey known, UnaryOperator<KmsKey> change, List<Store.Write> writes) {
        for (int i = 0; i < MAX_ATTEMPTS; i++) {
            List<KeyTable.Found> all = Replicas.family(table, known);
            List<@Nullable KmsKey> after = new ArrayList<>();
            all.forEach(found -> after.add(change.apply(found.key())));
            if (table.replace(all, after, List.of(), writes)) {
                return;
            }
        }
        throw KmsErrors.busy();
    }

    void rotateOnDemand(KmsKey known, Instant now) {
        if (known.origin() == KmsKey.Origin.EXTERNAL && known.isSymmetric()) {
            throw KmsErrors.notImplemented("RotateKeyOnDemand of imported key material");
        }
        for (int i = 0; i < MAX_ATTEMPTS; i++) {
            List<KeyTable.Found> family = Replicas.family(table, known);
            checkOwnRotation(family.getFirst().key(), "RotateKeyOnDemand");
            KmsKey.Rotation before = family.getFirst().key().rotation();
            if (before.onDemand() >= MAX_ON_DEMAND) {
                throw KmsErrors.limit("A KMS key can be rotated on demand at most " + MAX_ON_DEMAND + " times.");
            }
            KmsKey.Rotation after =
                    new KmsKey.Rotation(before.periodDays(), before.nextMillis(), before.onDemand() + 1);
            if (renew(family, after, "ON_DEMAND", now, List.of())) {
                return;
            }
        }
        throw KmsErrors.busy();
    }

    private void rotate(Timer timer) {
        KeyTable.Found found = found(timer);
        // What is decided on and what the commit checks have to be one reading.
        List<KeyTable.Found> family = found == null ? List.of() : Replicas.family(table, found.key());
        KmsKey key = family.isEmpty() ? null : family.getFirst().key();
        Integer period = key == null ? null : key.rotation().periodDays();
        if (key == null
                || period == null
                || key.rotation().nextMillis() != timer.due().toEpochMilli()
                || key.state() != KeyState.ENABLED) {
            drop(timer);
            return;
        }
        long next = timer.due().plus(Duration.ofDays(period)).toEpochMilli();
        KmsKey.Rotation rotation =
                new KmsKey.Rotation(period, next, key.rotation().onDemand());
        List<Store.Write> writes = List.of(timers.remove(timer), timers.set(timer(ROTATE, key, next)));
        if (!renew(family, rotation, "AUTOMATIC", timer.due(), writes)) {
            throw new IllegalStateException("the key " + key.arn() + " changed while it was rotated");
        }
    }

    /// New material for a key and its replicas, all at once.
    private boolean renew(
            List<KeyTable.Found> family, KmsKey.Rotation rotation, String why, Instant now, List<Store.Write> more) {
        List<Store.Write> writes = new ArrayList<>(more);
        List<@Nullable KmsKey> after = new ArrayList<>();
        KmsKey first = family.getFirst().key();
        int number = first.material() + 1;
        Material made = materials.make(first, number, now.toEpochMilli(), why);
        byte[] secret = materials.open(first, made);
        for (KeyTable.Found found : family) {
            KmsKey key = found.key();
            writes.add(table.put(key, made.withSecret(materials.seal(key, number, secret), null)));
            after.add(key.withMaterial(number).withRotation(rotation));
        }
        Arrays.fill(secret, (byte) 0);
        return table.replace(family, after, List.of(), writes);
    }

    private void expire(Timer timer) {
        KeyTable.Found found = found(timer);
        if (found == null) {
            drop(timer);
            return;
        }
        long due = timer.due().toEpochMilli();
        removeSecret(
                found.key(),
                material -> material.validToMillis() != null && material.validToMillis() == due,
                List.of(timers.remove(timer)));
    }

    /// The material is looked at between the reading of the key and the commit that has to find it
    /// unchanged, so that an import at the same moment is not lost.
    ///
    /// @param meant whether this is still the material to be removed
    /// @param more written in any case
    void removeSecret(KmsKey known, Predicate<Material> meant, List<Store.Write> more) {
        table.changeWith(known, key -> {
            Material material = table.findMaterial(key, Imports.FIRST);
            if (material == null || material.secret() == null || !meant.test(material)) {
                return new KeyTable.Change(key, List.of(), more);
            }
            List<Store.Write> writes = new ArrayList<>(more);
            writes.add(table.put(key, material.withSecret(null, null)));
            KmsKey without = key.withMaterial(0);
            return new KeyTable.Change(
                    key.deletion() == null ? without.withState(KeyState.PENDING_IMPORT) : without, List.of(), writes);
        });
        materials.forget(known, Imports.FIRST);
    }
}
