package dev.virga.services.secretsmanager;

import dev.virga.api.secretsmanager.ReplicaRegionType;
import dev.virga.api.secretsmanager.ReplicationStatusType;
import dev.virga.kernel.Call;
import dev.virga.services.secretsmanager.SecretTable.Change;
import dev.virga.services.secretsmanager.SecretTable.Copy;
import dev.virga.services.secretsmanager.SecretTable.Found;
import dev.virga.services.secretsmanager.SecretTable.Value;
import dev.virga.store.Store;
import dev.virga.wire.AwsException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Copies of a secret in other regions. A copy is a row that points to its primary, and values
/// which are encrypted under a key of its own region; every change of the primary writes them in
/// its own transaction, so copies never lag.
final class Replication {
    private static final int MAX_ATTEMPTS = 50;

    private final SecretTable secrets;
    private final NewVersion versions;

    Replication(SecretTable secrets, NewVersion versions) {
        this.secrets = secrets;
        this.versions = versions;
    }

    /// What a transaction that makes copies holds for them.
    private record Copies(List<Store.Check> checks, List<Store.Write> writes, List<Value> values) {}

    static @Nullable List<String> regions(@Nullable List<ReplicaRegionType> wanted) {
        return wanted == null
                ? null
                : wanted.stream()
                        .map(ReplicaRegionType::region)
                        .filter(region -> region != null)
                        .toList();
    }

    static @Nullable List<ReplicationStatusType> status(Secret secret) {
        if (secret.replicas().isEmpty()) {
            return null;
        }
        return secret.replicas().stream()
                .map(copy -> ReplicationStatusType.builder()
                        .region(copy.region())
                        .kmsKeyId(copy.keyId() == null ? "alias/aws/secretsmanager" : copy.keyId())
                        .status(copy.inSync() ? "InSync" : "Failed")
                        .statusMessage(copy.inSync() ? "Replication succeeded" : copy.failure())
                        .build())
                .toList();
    }

    /// Copies a secret to more regions. What cannot be copied is noted in its status.
    Found add(Call call, String secretId, List<ReplicaRegionType> wanted, boolean overwrite) {
        for (int i = 0; i < MAX_ATTEMPTS; i++) {
            Found found = secrets.primary(secretId, call);
            check(found, wanted);
            List<Secret.Replica> copies = new ArrayList<>(found.secret().replicas());
            Copies made = new Copies(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            for (ReplicaRegionType region : wanted) {
                copies.removeIf(copy -> copy.region().equals(region.region()));
                copies.add(copy(call, found, region, overwrite, made));
            }
            Secret after = found.secret().withReplicas(List.copyOf(copies));
            if (secrets.commit(found, new Change(after, made.values()), made.checks(), made.writes())) {
                return new Found(found.place(), after, found.row(), null);
            }
        }
        throw SecretErrors.request("A concurrent change of the secret was under way. Try again.");
    }

    private static void check(Found found, List<ReplicaRegionType> wanted) {
        Set<String> seen = new HashSet<>();
        for (ReplicaRegionType region : wanted) {
            if (region.region() == null) {
                throw SecretErrors.parameter("Each replica needs a Region.");
            }
            if (region.region().equals(found.place().region())) {
                throw SecretErrors.parameter("Invalid replica region. The secret's own region " + region.region()
                        + " can't be a replica region.");
            }
            if (!seen.add(region.region())) {
                throw SecretErrors.parameter("Invalid replica region. " + region.region() + " is given twice.");
            }
            for (Secret.Replica copy : found.secret().replicas()) {
                if (copy.region().equals(region.region()) && copy.inSync()) {
                    throw SecretErrors.parameter("Secret is already replicated to region " + copy.region() + ".");
                }
            }
        }
    }

    private Secret.Replica copy(Call call, Found found, ReplicaRegionType region, boolean overwrite, Copies made) {
        Secret secret = found.secret();
        Place there = found.place().in(region.region());
        String keyId = CreateSecret.emptyToNull(region.kmsKeyId());
        Found instead = secrets.find(there, secret.name());
        if (instead != null && (!overwrite || !SecretTable.replaceable(instead))) {
            return new Secret.Replica(
                    region.region(),
                    keyId,
                    "Replication failed: Secret name " + secret.name() + " already exists in region " + region.region()
                            + ".");
        }
        List<Value> sealed = new ArrayList<>();
        try {
            for (SecretVersion version : secret.versions().all()) {
                if (version.filled()) {
                    SecretValue plain = versions.read(call, found, version);
                    sealed.add(versions.sealed(call, there, secret, version.id(), keyId, plain));
                }
            }
        } catch (AwsException e) {
            return new Secret.Replica(region.region(), keyId, "Replication failed: " + e.getMessage());
        }
        Copy copy = new Copy(
                secret.suffix(), found.place().region(), keyId, call.time().toEpochMilli(), null);
        made.checks().add(SecretTable.unchanged(there, secret.name(), instead));
        made.writes().addAll(secrets.copy(there, secret, copy, instead));
        made.values().addAll(sealed);
        return new Secret.Replica(region.region(), keyId, null);
    }

    Found remove(Call call, String secretId, List<String> regions) {
        for (int i = 0; i < MAX_ATTEMPTS; i++) {
            Found found = secrets.primary(secretId, call);
            List<Secret.Replica> copies = new ArrayList<>(found.secret().replicas());
            List<Store.Write> writes = new ArrayList<>();
            for (String region : regions) {
                Secret.Replica copy = copies.stream()
                        .filter(c -> c.region().equals(region))
                        .findFirst()
                        .orElseThrow(
                                () -> SecretErrors.parameter("The secret is not replicated to region " + region + "."));
                copies.remove(copy);
                if (copy.inSync()) {
                    writes.addAll(SecretTable.uncopy(found.place().in(region), found.secret()));
                }
            }
            Secret after = found.secret().withReplicas(List.copyOf(copies));
            if (secrets.commit(found, Change.to(after), List.of(), writes)) {
                return new Found(found.place(), after, found.row(), null);
            }
        }
        throw SecretErrors.request("A concurrent change of the secret was under way. Try again.");
    }

    /// Makes a copy a secret of its own. It is not rotated until that is asked for.
    String promote(Call call, String secretId) {
        for (int i = 0; i < MAX_ATTEMPTS; i++) {
            Found found = secrets.live(secretId, call);
            Copy copy = found.copy();
            if (copy == null) {
                throw SecretErrors.request(
                        "The secret is not a replica secret. Call must be made in a replica" + " secret's region.");
            }
            Place place = found.place();
            Found primary =
                    secrets.find(place.in(copy.primaryRegion()), found.secret().name());
            if (primary == null || primary.copy() != null) {
                continue;
            }
            Secret secret = primary.secret();
            Versions own = new Versions(secret.versions().all().stream()
                    .map(version -> version.filled() ? version.filledWith(copy.keyId()) : version)
                    .toList());
            Secret promoted = secret.withReplicas(List.of())
                    .withKey(copy.keyId())
                    .with(own)
                    .with(secret.rotation().off())
                    .with(new Secret.Dates(
                            copy.createdMillis(), call.time().toEpochMilli(), copy.accessedDay(), null, null));
            Secret rest = secret.withReplicas(secret.replicas().stream()
                    .filter(other -> !other.region().equals(place.region()))
                    .toList());
            if (secrets.promote(found, primary, promoted, rest)) {
                return found.arn();
            }
        }
        throw SecretErrors.request("A concurrent change of the secret was under way. Try again.");
    }
}
