package dev.virga.services.cloudformation;

import dev.virga.api.secretsmanager.CreateSecretRequest;
import dev.virga.api.secretsmanager.DeleteSecretRequest;
import dev.virga.api.secretsmanager.DescribeSecretRequest;
import dev.virga.api.secretsmanager.DescribeSecretResponse;
import dev.virga.api.secretsmanager.GetRandomPasswordRequest;
import dev.virga.api.secretsmanager.RemoveRegionsFromReplicationRequest;
import dev.virga.api.secretsmanager.ReplicaRegionType;
import dev.virga.api.secretsmanager.ReplicateSecretToRegionsRequest;
import dev.virga.api.secretsmanager.ReplicationStatusType;
import dev.virga.api.secretsmanager.SecretsmanagerOps;
import dev.virga.api.secretsmanager.Tag;
import dev.virga.api.secretsmanager.TagResourceRequest;
import dev.virga.api.secretsmanager.UntagResourceRequest;
import dev.virga.api.secretsmanager.UpdateSecretRequest;
import dev.virga.wire.AwsException;
import dev.virga.wire.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `AWS::SecretsManager::Secret`.
final class SecretResource implements ResourceType {
    private static final Schema SCHEMA =
            new Schema("Description GenerateSecretString KmsKeyId Name! ReplicaRegions SecretString Tags Type-");

    @Override
    public String name() {
        return "AWS::SecretsManager::Secret";
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public NameRule naming() {
        return new NameRule("Name", 256, false);
    }

    @Override
    public TagForm tagging() {
        return TagForm.LIST;
    }

    @Override
    public boolean taken(Deed deed, Properties properties) {
        return deed.there(
                SecretsmanagerOps.DescribeSecret,
                DescribeSecretRequest.builder()
                        .secretId(properties.required("Name"))
                        .build());
    }

    @Override
    public Made create(Deed deed, Properties properties) {
        String name = properties.required("Name");
        List<ReplicaRegionType> copies = copies(properties);
        deed.callUnlessThere(
                SecretsmanagerOps.CreateSecret,
                CreateSecretRequest.builder()
                        .name(name)
                        .description(properties.text("Description"))
                        .kmsKeyId(properties.text("KmsKeyId"))
                        .secretString(value(deed, properties))
                        .tags(properties.has("Tags") ? tags(properties.tags("Tags")) : null)
                        .addReplicaRegions(copies.isEmpty() ? null : copies)
                        .build());
        String arn = describe(deed, name).arn();
        return Made.of(arn, properties).with("Id", arn);
    }

    private static DescribeSecretResponse describe(Deed deed, String id) {
        return deed.call(
                SecretsmanagerOps.DescribeSecret,
                DescribeSecretRequest.builder().secretId(id).build());
    }

    private static List<Tag> tags(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    private static List<ReplicaRegionType> copies(Properties properties) {
        List<ReplicaRegionType> copies = new ArrayList<>();
        for (Object item : properties.list("ReplicaRegions")) {
            Properties copy = Properties.of(item, "ReplicaRegions");
            copies.add(ReplicaRegionType.builder()
                    .region(copy.required("Region"))
                    .kmsKeyId(copy.text("KmsKeyId"))
                    .build());
        }
        return copies;
    }

    /// The value that the template gives or wants to be made, or null for a secret without one.
    private static @Nullable String value(Deed deed, Properties properties) {
        if (!properties.has("GenerateSecretString")) {
            return properties.text("SecretString");
        }
        if (properties.has("SecretString")) {
            throw CfnErrors.validation("You can't specify both SecretString and GenerateSecretString.");
        }
        Properties wanted = properties.object("GenerateSecretString");
        Integer length = wanted.whole("PasswordLength");
        String password = deed.call(
                        SecretsmanagerOps.GetRandomPassword,
                        GetRandomPasswordRequest.builder()
                                .passwordLength(length == null ? null : (Long) length.longValue())
                                .excludeCharacters(wanted.text("ExcludeCharacters"))
                                .excludeNumbers(wanted.flag("ExcludeNumbers"))
                                .excludePunctuation(wanted.flag("ExcludePunctuation"))
                                .excludeUppercase(wanted.flag("ExcludeUppercase"))
                                .excludeLowercase(wanted.flag("ExcludeLowercase"))
                                .includeSpace(wanted.flag("IncludeSpace"))
                                .requireEachIncludedType(wanted.flag("RequireEachIncludedType"))
                                .build())
                .randomPassword();
        String template = wanted.text("SecretStringTemplate");
        String key = wanted.text("GenerateStringKey");
        if (template == null && key == null) {
            return password;
        }
        if (template == null || key == null) {
            throw CfnErrors.validation("GenerateSecretString needs both SecretStringTemplate and GenerateStringKey, or"
                    + " neither of them.");
        }
        return filled(template, key, password);
    }

    private static String filled(String template, String key, String password) {
        Object tree;
        try {
            tree = Json.parse(template);
        } catch (AwsException e) {
            throw CfnErrors.validation("SecretStringTemplate is not valid JSON.");
        }
        if (!(tree instanceof Map<?, ?> map)) {
            throw CfnErrors.validation("SecretStringTemplate is not a JSON object.");
        }
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        map.forEach((name, value) -> members.put(name.toString(), value));
        members.put(key, password);
        return Json.write(members);
    }

    @Override
    public Made update(Deed deed, Made before, Properties properties) {
        String arn = before.physicalId();
        Properties old = new Properties(before.properties());
        Set<String> changed = Schema.changed(old.tree(), properties.tree());
        boolean fresh = changed.contains("SecretString") || changed.contains("GenerateSecretString");
        deed.call(
                SecretsmanagerOps.UpdateSecret,
                UpdateSecretRequest.builder()
                        .secretId(arn)
                        .description(properties.text("Description", ""))
                        .kmsKeyId(changed.contains("KmsKeyId") ? properties.text("KmsKeyId", "") : null)
                        .secretString(fresh ? value(deed, properties) : null)
                        .build());
        retag(deed, arn, old.tags("Tags"), properties.tags("Tags"));
        if (changed.contains("ReplicaRegions")) {
            replicate(deed, arn, copies(properties));
        }
        return before;
    }

    private static void retag(Deed deed, String arn, Map<String, String> old, Map<String, String> wanted) {
        List<String> gone = new ArrayList<>(old.keySet());
        gone.removeAll(wanted.keySet());
        if (!gone.isEmpty()) {
            deed.call(
                    SecretsmanagerOps.UntagResource,
                    UntagResourceRequest.builder().secretId(arn).tagKeys(gone).build());
        }
        if (!wanted.isEmpty()) {
            deed.call(
                    SecretsmanagerOps.TagResource,
                    TagResourceRequest.builder()
                            .secretId(arn)
                            .tags(tags(wanted))
                            .build());
        }
    }

    private static void replicate(Deed deed, String arn, List<ReplicaRegionType> wanted) {
        List<ReplicationStatusType> there = describe(deed, arn).replicationStatus();
        List<String> now = there == null
                ? List.of()
                : there.stream().map(ReplicationStatusType::region).toList();
        List<String> regions = wanted.stream().map(ReplicaRegionType::region).toList();
        List<String> gone = new ArrayList<>(now);
        gone.removeAll(regions);
        if (!gone.isEmpty()) {
            deed.call(
                    SecretsmanagerOps.RemoveRegionsFromReplication,
                    RemoveRegionsFromReplicationRequest.builder()
                            .secretId(arn)
                            .removeReplicaRegions(gone)
                            .build());
        }
        List<ReplicaRegionType> more =
                wanted.stream().filter(copy -> !now.contains(copy.region())).toList();
        if (!more.isEmpty()) {
            deed.call(
                    SecretsmanagerOps.ReplicateSecretToRegions,
                    ReplicateSecretToRegionsRequest.builder()
                            .secretId(arn)
                            .addReplicaRegions(more)
                            .build());
        }
    }

    /// For good, so that the name is free again.
    @Override
    public void delete(Deed deed, Made made) {
        String id = made.physicalId();
        try {
            replicate(deed, id, List.of());
        } catch (AwsException e) {
            if (Deed.gone(e)) {
                return;
            }
            throw e;
        }
        deed.callUnlessGone(
                SecretsmanagerOps.DeleteSecret,
                DeleteSecretRequest.builder()
                        .secretId(id)
                        .forceDeleteWithoutRecovery(true)
                        .build());
    }
}
