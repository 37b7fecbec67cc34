package dev.virga.services.kms;

import dev.virga.api.kms.KmsOps;
import dev.virga.kernel.Arn;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.kernel.PolicyPrincipals;
import dev.virga.kernel.Service;
import dev.virga.kernel.Timers;
import dev.virga.kernel.crypto.Seal;
import dev.virga.kernel.crypto.Seals;
import dev.virga.store.Store;
import dev.virga.wire.Model;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;

/// AWS Key Management Service. Keys are durable; their secret bytes are in the store sealed only.
public final class Kms implements Service {
    private final KeyTable table;
    private final KeyPairs pairs;
    private final List<Operation<?, ?>> operations;

    /// @param timers not started yet
    public Kms(Store store, Timers timers, Seals seals) {
        this(store, timers, seals, PolicyPrincipals.BY_NAME);
    }

    /// @param timers not started yet
    public Kms(Store store, Timers timers, Seals seals, PolicyPrincipals principals) {
        SecureRandom random = new SecureRandom();
        Seal seal = seals.of("kms");
        this.pairs = new KeyPairs(random);
        this.table = new KeyTable(store);
        GrantTable grants = new GrantTable(store);
        Materials materials = new Materials(table, seal, pairs, random);
        Lifecycle lifecycle = new Lifecycle(table, grants, materials, timers);
        KeyMaker maker = new KeyMaker(table, materials, lifecycle);
        Keys keys = new Keys(table, new AwsManagedKeys(table, maker));
        this.operations = operations(new Parts(
                table,
                grants,
                keys,
                new Permissions(grants),
                materials,
                pairs,
                new Encryption(keys, materials, random),
                new GrantTokens(seal),
                maker,
                lifecycle,
                new Imports(seal, pairs),
                principals));
    }

    private static List<Operation<?, ?>> operations(Parts parts) {
        return List.of(
                new CancelKeyDeletion(parts),
                new CreateAlias(parts),
                new CreateGrant(parts),
                new CreateKey(parts),
                new Decrypt(parts),
                new DeleteAlias(parts),
                new DeleteImportedKeyMaterial(parts),
                new DeriveSharedSecret(parts),
                new DescribeKey(parts),
                new DisableKey(parts),
                new DisableKeyRotation(parts),
                new EnableKey(parts),
                new EnableKeyRotation(parts),
                new Encrypt(parts),
                new GenerateDataKey(parts),
                new GenerateDataKeyPair(parts),
                new GenerateDataKeyPairWithoutPlaintext(parts),
                new GenerateDataKeyWithoutPlaintext(parts),
                new GenerateMac(parts),
                new GenerateRandom(parts),
                new GetKeyPolicy(parts),
                new GetKeyRotationStatus(parts),
                new GetParametersForImport(parts),
                new GetPublicKey(parts),
                new ImportKeyMaterial(parts),
                new ListAliases(parts),
                new ListGrants(parts),
                new ListKeyPolicies(parts),
                new ListKeyRotations(parts),
                new ListKeys(parts),
                new ListResourceTags(parts),
                new ListRetirableGrants(parts),
                new PutKeyPolicy(parts),
                new ReEncrypt(parts),
                new ReplicateKey(parts),
                new RetireGrant(parts),
                new RevokeGrant(parts),
                new RotateKeyOnDemand(parts),
                new ScheduleKeyDeletion(parts),
                new Sign(parts),
                new TagResource(parts),
                new UntagResource(parts),
                new UpdateAlias(parts),
                new UpdateKeyDescription(parts),
                new UpdatePrimaryRegion(parts),
                new Verify(parts),
                new VerifyMac(parts));
    }

    @Override
    public Model model() {
        return KmsOps.MODEL;
    }

    @Override
    public List<Operation<?, ?>> operations() {
        return operations;
    }

    @Override
    public Map<String, String> tags(String arn, Call call) {
        Arn parsed = Arn.parse(arn);
        if (parsed == null || !parsed.resource().startsWith("key/")) {
            return Map.of();
        }
        KeyTable.Found found =
                table.find(parsed.account(), parsed.region(), parsed.resource().substring("key/".length()));
        return found == null ? Map.of() : found.key().tags();
    }

    @Override
    public void close() {
        pairs.close();
    }
}
