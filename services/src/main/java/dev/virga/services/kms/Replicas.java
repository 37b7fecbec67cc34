package dev.virga.services.kms;

import dev.virga.api.kms.AlreadyExistsException;
import dev.virga.api.kms.ReplicateKeyRequest;
import dev.virga.kernel.Call;
import dev.virga.store.Store;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Multi-region keys: one primary and its replicas, with the same id and material. Each knows all
/// the others; what changes for one of them is written for all in one transaction.
final class Replicas {
    private static final int MAX_ATTEMPTS = 50;

    private Replicas() {}

    /// The key itself first, then the others.
    static List<KeyTable.Found> family(KeyTable table, KmsKey key) {
        KeyTable.Found self = table.find(key.account(), key.region(), key.id());
        if (self == null) {
            throw KmsErrors.keyDoesNotExist(key.arn());
        }
        List<KeyTable.Found> all = new ArrayList<>();
        all.add(self);
        all.addAll(siblings(table, self.key()));
        return all;
    }

    static List<KeyTable.Found> siblings(KeyTable table, KmsKey key) {
        KmsKey.MultiRegion regions = key.multiRegion();
        List<KeyTable.Found> others = new ArrayList<>();
        if (regions == null) {
            return others;
        }
        List<String> names = new ArrayList<>(regions.replicas());
        names.add(regions.primary());
        for (String region : names) {
            KeyTable.Found found = region.equals(key.region()) ? null : table.find(key.account(), region, key.id());
            if (found != null) {
                others.add(found);
            }
        }
        return others;
    }

    static KmsKey without(KmsKey key, String region) {
        KmsKey.MultiRegion regions = key.multiRegion();
        if (regions == null) {
            return key;
        }
        List<String> left =
                regions.replicas().stream().filter(name -> !name.equals(region)).toList();
        return key.withMultiRegion(new KmsKey.MultiRegion(regions.primary(), left));
    }

    private static KmsKey.MultiRegion primary(KmsKey key) {
        KmsKey.MultiRegion regions = key.multiRegion();
        if (regions == null || key.isReplica()) {
            throw KmsErrors.unsupported(key, "is not a multi-Region primary key.");
        }
        if (key.state() == KeyState.DISABLED) {
            throw KmsErrors.disabled(key.arn());
        }
        Uses.notPendingDeletion(key);
        return regions;
    }

    static KmsKey make(Parts kms, KmsKey known, ReplicateKeyRequest input, Call call) {
        String region = input.replicaRegion();
        String policy = input.policy() == null ? KeyPolicies.byDefault(known.account()) : input.policy();
        if (input.policy() != null) {
            String arn = KmsKey.arn(known.account(), region, known.id());
            KeyPolicies.check(policy, arn, call, Boolean.TRUE.equals(input.bypassPolicyLockoutSafetyCheck()));
            policy = kms.principals().keep(policy, known.account(), KmsErrors::invalidPrincipal);
        }
        for (int i = 0; i < MAX_ATTEMPTS; i++) {
            List<KeyTable.Found> family = family(kms.table(), known);
            KmsKey key = family.getFirst().key();
            KmsKey.MultiRegion regions = primary(key);
            if (region.equals(key.region()) || regions.replicas().contains(region)) {
                throw new AlreadyExistsException(
                        KmsKey.arn(key.account(), region, key.id()) + " already exists in region " + region + ".");
            }
            List<String> more = new ArrayList<>(regions.replicas());
            more.add(region);
            KmsKey.MultiRegion grown = new KmsKey.MultiRegion(regions.primary(), List.copyOf(more));
            KmsKey replica = replica(key, input, policy, grown, call);
            KeyTable.Change created = kms.table().creation(replica, copies(kms, key, replica));
            List<@Nullable KmsKey> after = new ArrayList<>();
            family.forEach(found -> after.add(found.key().withMultiRegion(grown)));
            if (kms.table().replace(family, after, created.checks(), created.writes())) {
                return replica;
            }
        }
        throw KmsErrors.busy();
    }

    private static KmsKey replica(
            KmsKey key, ReplicateKeyRequest input, String policy, KmsKey.MultiRegion regions, Call call) {
        boolean imported = key.origin() == KmsKey.Origin.EXTERNAL;
        return new KmsKey(
                key.account(),
                input.replicaRegion(),
                key.id(),
                call.time().toEpochMilli(),
                key.spec(),
                key.usage(),
                key.origin(),
                null,
                input.description() == null ? "" : input.description(),
                imported ? KeyState.PENDING_IMPORT : KeyState.ENABLED,
                policy,
                KeyTags.added(Map.of(), input.tags()),
                List.of(),
                imported ? 0 : key.material(),
                key.rotation(),
                null,
                regions,
                false);
    }

    /// Imported material has to be imported into each region.
    private static List<Material> copies(Parts kms, KmsKey key, KmsKey replica) {
        List<Material> copies = new ArrayList<>();
        if (key.origin() == KmsKey.Origin.EXTERNAL) {
            return copies;
        }
        for (Material material : kms.table().materials(key)) {
            byte[] secret = kms.materials().open(key, material);
            copies.add(material.withSecret(kms.materials().seal(replica, material.number(), secret), null));
            Arrays.fill(secret, (byte) 0);
        }
        return copies;
    }

    static void movePrimary(Parts kms, KmsKey known, String region) {
        for (int i = 0; i < MAX_ATTEMPTS; i++) {
            List<KeyTable.Found> family = family(kms.table(), known);
            KmsKey.MultiRegion regions = primary(family.getFirst().key());
            if (!regions.replicas().contains(region)) {
                throw KmsErrors.keyDoesNotExist(KmsKey.arn(known.account(), region, known.id()));
            }
            List<String> replicas = new ArrayList<>(regions.replicas());
            replicas.remove(region);
            replicas.add(regions.primary());
            KmsKey.MultiRegion moved = new KmsKey.MultiRegion(region, List.copyOf(replicas));
            List<@Nullable KmsKey> after = new ArrayList<>();
            family.forEach(found -> after.add(found.key().withMultiRegion(moved)));
            List<Store.Check> none = List.of();
            if (kms.table().replace(family, after, none, List.of())) {
                return;
            }
        }
        throw KmsErrors.busy();
    }
}
