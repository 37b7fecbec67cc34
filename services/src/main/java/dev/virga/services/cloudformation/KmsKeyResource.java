package dev.virga.services.cloudformation;

import dev.virga.api.kms.CreateKeyRequest;
import dev.virga.api.kms.DescribeKeyRequest;
import dev.virga.api.kms.DisableKeyRequest;
import dev.virga.api.kms.DisableKeyRotationRequest;
import dev.virga.api.kms.EnableKeyRequest;
import dev.virga.api.kms.EnableKeyRotationRequest;
import dev.virga.api.kms.KeyListEntry;
import dev.virga.api.kms.KmsOps;
import dev.virga.api.kms.ListKeysRequest;
import dev.virga.api.kms.ListKeysResponse;
import dev.virga.api.kms.ListResourceTagsRequest;
import dev.virga.api.kms.PutKeyPolicyRequest;
import dev.virga.api.kms.ScheduleKeyDeletionRequest;
import dev.virga.api.kms.Tag;
import dev.virga.api.kms.TagResourceRequest;
import dev.virga.api.kms.UntagResourceRequest;
import dev.virga.api.kms.UpdateKeyDescriptionRequest;
import dev.virga.wire.AwsException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// `AWS::KMS::Key`. Removing it schedules the key's deletion, as AWS does.
final class KmsKeyResource implements ResourceType {
    private static final Schema SCHEMA = new Schema("""
            BypassPolicyLockoutSafetyCheck Description EnableKeyRotation Enabled KeyPolicy KeySpec! KeyUsage!
            MultiRegion! Origin! PendingWindowInDays RotationPeriodInDays Tags""");

    /// Tag that finds a key again which was made just before a crash.
    private static final String MARK = "virga:cloudformation";

    @Override
    public String name() {
        return "AWS::KMS::Key";
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public TagForm tagging() {
        return TagForm.LIST;
    }

    @Override
    public Made create(Deed deed, Properties properties) {
        String found = deed.again() ? find(deed) : null;
        String id = found == null ? make(deed, properties) : found;
        try {
            rotate(deed, id, properties);
            disable(deed, id, properties);
        } catch (RuntimeException e) {
            remove(deed, id, properties);
            throw e;
        }
        String arn = deed.call(
                        KmsOps.DescribeKey,
                        DescribeKeyRequest.builder().keyId(id).build())
                .keyMetadata()
                .arn();
        return Made.of(id, properties).with("Arn", arn).with("KeyId", id);
    }

    private static String make(Deed deed, Properties properties) {
        Map<String, String> tags = new LinkedHashMap<>(properties.tags("Tags"));
        tags.put(MARK, deed.name());
        return deed.call(
                        KmsOps.CreateKey,
                        CreateKeyRequest.builder()
                                .policy(properties.json("KeyPolicy"))
                                .bypassPolicyLockoutSafetyCheck(properties.flag("BypassPolicyLockoutSafetyCheck"))
                                .description(properties.text("Description"))
                                .keySpec(properties.text("KeySpec"))
                                .keyUsage(properties.text("KeyUsage"))
                                .multiRegion(properties.flag("MultiRegion"))
                                .origin(properties.text("Origin"))
                                .tags(shapes(tags))
                                .build())
                .keyMetadata()
                .keyId();
    }

    private static List<Tag> shapes(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag -> Tag.builder()
                        .tagKey(tag.getKey())
                        .tagValue(tag.getValue())
                        .build())
                .toList();
    }

    private static @Nullable String find(Deed deed) {
        String marker = null;
        do {
            ListKeysResponse page = deed.call(
                    KmsOps.ListKeys, ListKeysRequest.builder().marker(marker).build());
            for (KeyListEntry key : page.keys()) {
                if (isMarked(deed, key.keyId())) {
                    return key.keyId();
                }
            }
            marker = page.nextMarker();
        } while (marker != null);
        return null;
    }

    private static boolean isMarked(Deed deed, String id) {
        try {
            return deed
                    .call(
                            KmsOps.ListResourceTags,
                            ListResourceTagsRequest.builder().keyId(id).build())
                    .tags()
                    .stream()
                    .anyMatch(tag -> tag.tagKey().equals(MARK) && tag.tagValue().equals(deed.name()));
        } catch (AwsException e) {
            // A key whose policy keeps the caller out was not made here.
            return false;
        }
    }

    private static void rotate(Deed deed, String id, Properties properties) {
        if (Boolean.TRUE.equals(properties.flag("EnableKeyRotation"))) {
            deed.call(
                    KmsOps.EnableKeyRotation,
                    EnableKeyRotationRequest.builder()
                            .keyId(id)
                            .rotationPeriodInDays(properties.whole("RotationPeriodInDays"))
                            .build());
        }
    }

    private static void disable(Deed deed, String id, Properties properties) {
        if (Boolean.FALSE.equals(properties.flag("Enabled"))) {
            deed.call(KmsOps.DisableKey, DisableKeyRequest.builder().keyId(id).build());
        }
    }

    @Override
    public Made update(Deed deed, Made before, Properties properties) {
        String id = before.physicalId();
        Properties old = new Properties(before.properties());
        if (Boolean.FALSE.equals(old.flag("Enabled")) && !Boolean.FALSE.equals(properties.flag("Enabled"))) {
            deed.call(KmsOps.EnableKey, EnableKeyRequest.builder().keyId(id).build());
        }
        deed.call(
                KmsOps.UpdateKeyDescription,
                UpdateKeyDescriptionRequest.builder()
                        .keyId(id)
                        .description(properties.text("Description", ""))
                        .build());
        if (properties.has("KeyPolicy")) {
            deed.call(
                    KmsOps.PutKeyPolicy,
                    PutKeyPolicyRequest.builder()
                            .keyId(id)
                            .policy(properties.json("KeyPolicy"))
                            .bypassPolicyLockoutSafetyCheck(properties.flag("BypassPolicyLockoutSafetyCheck"))
                            .build());
        }
        changeRotation(deed, id, old, properties);
        tags(deed, id, old.tags("Tags"), properties.tags("Tags"));
        disable(deed, id, properties);
        return before;
    }

    /// Enabling it again would begin a new period.
    private static void changeRotation(Deed deed, String id, Properties old, Properties properties) {
        boolean before = Boolean.TRUE.equals(old.flag("EnableKeyRotation"));
        boolean now = Boolean.TRUE.equals(properties.flag("EnableKeyRotation"));
        boolean same = Objects.equals(old.whole("RotationPeriodInDays"), properties.whole("RotationPeriodInDays"));
        if (now && (!before || !same)) {
            rotate(deed, id, properties);
        } else if (before && !now) {
            deed.call(
                    KmsOps.DisableKeyRotation,
                    DisableKeyRotationRequest.builder().keyId(id).build());
        }
    }

    private static void tags(Deed deed, String id, Map<String, String> before, Map<String, String> now) {
        List<String> gone = new ArrayList<>(before.keySet());
        gone.removeAll(now.keySet());
        if (!gone.isEmpty()) {
            deed.call(
                    KmsOps.UntagResource,
                    UntagResourceRequest.builder().keyId(id).tagKeys(gone).build());
        }
        if (!now.isEmpty()) {
            deed.call(
                    KmsOps.TagResource,
                    TagResourceRequest.builder().keyId(id).tags(shapes(now)).build());
        }
    }

    @Override
    public void delete(Deed deed, Made made) {
        remove(deed, made.physicalId(), new Properties(made.properties()));
    }

    /// A key whose deletion is scheduled already counts as removed.
    private static void remove(Deed deed, String id, Properties properties) {
        try {
            deed.callUnlessGone(
                    KmsOps.ScheduleKeyDeletion,
                    ScheduleKeyDeletionRequest.builder()
                            .keyId(id)
                            .pendingWindowInDays(properties.whole("PendingWindowInDays"))
                            .build());
        } catch (AwsException e) {
            if (!e.code().equals("KMSInvalidStateException")) {
                throw e;
            }
        }
    }
}
