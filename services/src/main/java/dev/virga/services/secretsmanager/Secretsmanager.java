package dev.virga.services.secretsmanager;

import dev.virga.api.secretsmanager.SecretsmanagerOps;
import dev.virga.kernel.Call;
import dev.virga.kernel.Cloud;
import dev.virga.kernel.Operation;
import dev.virga.kernel.PolicyPrincipals;
import dev.virga.kernel.Service;
import dev.virga.kernel.Time;
import dev.virga.kernel.Timers;
import dev.virga.store.Store;
import dev.virga.wire.Model;
import java.util.List;
import java.util.Map;

/// Secrets Manager. All of its state is in the store, values only as ciphertext.
public final class Secretsmanager implements Service {
    private final List<Operation<?, ?>> operations;
    private final Rotations rotations;
    private final SecretTable secrets;

    public Secretsmanager(Store store, Cloud cloud, Timers timers, Time time) {
        this(store, cloud, timers, time, PolicyPrincipals.BY_NAME);
    }

    public Secretsmanager(Store store, Cloud cloud, Timers timers, Time time, PolicyPrincipals principals) {
        secrets = new SecretTable(store, timers);
        NewVersion versions = new NewVersion(secrets, new SecretCipher(cloud));
        Replication replication = new Replication(secrets, versions);
        SecretAccess access = new SecretAccess(secrets);
        SecretListing listing = new SecretListing(secrets);
        rotations = new Rotations(secrets, cloud, timers, time);
        new Deletions(secrets).handle(timers);
        operations = List.of(
                new BatchGetSecretValue(listing, cloud),
                new CancelRotateSecret(secrets, access),
                new CreateSecret(secrets, versions, replication),
                new DeleteResourcePolicy(secrets, access),
                new DeleteSecret(secrets, access),
                new DescribeSecret(secrets, access),
                new GetRandomPassword(),
                new GetResourcePolicy(secrets, access, principals),
                new GetSecretValue(secrets, versions, access),
                new ListSecretVersionIds(secrets, access),
                new ListSecrets(listing),
                new PutResourcePolicy(secrets, access, principals),
                new PutSecretValue(secrets, versions, access),
                new RemoveRegionsFromReplication(replication, access),
                new ReplicateSecretToRegions(replication, access),
                new RestoreSecret(secrets, access),
                new RotateSecret(secrets, access, rotations),
                new StopReplicationToReplica(replication, access),
                new TagResource(secrets, access),
                new UntagResource(secrets, access),
                new UpdateSecret(secrets, versions, access),
                new UpdateSecretVersionStage(secrets, access),
                new ValidateResourcePolicy(secrets, access));
    }

    @Override
    public Model model() {
        return SecretsmanagerOps.MODEL;
    }

    @Override
    public List<Operation<?, ?>> operations() {
        return operations;
    }

    /// Before the timers and the store are closed.
    @Override
    public void close() {
        rotations.close();
    }

    /// Of a secret: `aws:ResourceTag/…` and `secretsmanager:ResourceTag/…`.
    @Override
    public Map<String, String> tags(String arn, Call call) {
        SecretTable.Found found = secrets.find(SecretId.of(arn, call));
        return found == null ? Map.of() : found.secret().tags();
    }
}
