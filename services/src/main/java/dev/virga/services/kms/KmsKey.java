package dev.virga.services.kms;

import dev.virga.kernel.Arn;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A key without its material.
///
/// @param id UUID, or `mrk-` and 32 digits for a multi-region key
/// @param managedBy service whose AWS managed key this is, e.g. `s3`; null for a customer's
/// @param policy JSON
/// @param aliases names with `alias/`, in order; their rows say the same
/// @param material number of the current material, 0 for none
/// @param deletion when and why it goes, or null
/// @param multiRegion null for a key of one region
/// @param granted whether there ever was a grant: if not, none is looked for
record KmsKey(
        String account,
        String region,
        String id,
        long createdMillis,
        KeySpec spec,
        KeyUsage usage,
        Origin origin,
        @Nullable String managedBy,
        String description,
        KeyState state,
        String policy,
        Map<String, String> tags,
        List<String> aliases,
        int material,
        Rotation rotation,
        @Nullable Deletion deletion,
        @Nullable MultiRegion multiRegion,
        boolean granted) {

    /// Who made the material.
    enum Origin {
        AWS_KMS,
        EXTERNAL
    }

    /// @param periodDays null when material is not changed by itself
    /// @param nextMillis when it is changed next
    /// @param onDemand how often it was changed on demand
    record Rotation(@Nullable Integer periodDays, long nextMillis, int onDemand) {
        static final Rotation NONE = new Rotation(null, 0, 0);
    }

    /// @param dueMillis 0 while replicas keep it waiting
    record Deletion(long dueMillis, int windowDays) {}

    /// @param replicas regions, without the primary one
    record MultiRegion(String primary, List<String> replicas) {}

    String arn() {
        return arn(account, region, id);
    }

    static String arn(String account, String region, String id) {
        return new Arn("kms", region, account, "key/" + id).toString();
    }

    boolean isEnabled() {
        return state == KeyState.ENABLED;
    }

    /// The key that Encrypt takes for any caller of a service.
    boolean isAwsManaged() {
        return managedBy != null;
    }

    boolean isSymmetric() {
        return spec == KeySpec.SYMMETRIC_DEFAULT;
    }

    boolean isReplica() {
        return multiRegion != null && !multiRegion.primary().equals(region);
    }

    KmsKey withState(KeyState state) {
        return with(to -> to.state = state);
    }

    KmsKey withDeletion(KeyState state, @Nullable Deletion deletion) {
        return with(to -> {
            to.state = state;
            to.deletion = deletion;
        });
    }

    KmsKey withDescription(String text) {
        return with(to -> to.description = text);
    }

    KmsKey withPolicy(String json) {
        return with(to -> to.policy = json);
    }

    KmsKey withTags(Map<String, String> others) {
        return with(to -> to.tags = others);
    }

    KmsKey withAliases(List<String> names) {
        return with(to -> to.aliases = names);
    }

    KmsKey withMaterial(int number) {
        return with(to -> to.material = number);
    }

    KmsKey withRotation(Rotation other) {
        return with(to -> to.rotation = other);
    }

    KmsKey withMultiRegion(MultiRegion other) {
        return with(to -> to.multiRegion = other);
    }

    KmsKey withGrants() {
        return with(to -> to.granted = true);
    }

    private KmsKey with(Consumer<Change> change) {
        Change to = new Change();
        change.accept(to);
        return to.made();
    }

    /// What changes in a key's life; each as it is until it is set.
    private final class Change {
        private String description = KmsKey.this.description;
        private KeyState state = KmsKey.this.state;
        private String policy = KmsKey.this.policy;
        private Map<String, String> tags = KmsKey.this.tags;
        private List<String> aliases = KmsKey.this.aliases;
        private int material = KmsKey.this.material;
        private Rotation rotation = KmsKey.this.rotation;
        private @Nullable Deletion deletion = KmsKey.this.deletion;
        private @Nullable MultiRegion multiRegion = KmsKey.this.multiRegion;
        private boolean granted = KmsKey.this.granted;

        KmsKey made() {
            return new KmsKey(
                    account,
                    region,
                    id,
                    createdMillis,
                    spec,
                    usage,
                    origin,
                    managedBy,
                    description,
                    state,
                    policy,
                    tags,
                    aliases,
                    material,
                    rotation,
                    deletion,
                    multiRegion,
                    granted);
        }
    }
}
