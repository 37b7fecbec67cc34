package dev.virga.services.cloudformation;

import dev.virga.api.s3.CreateBucketConfiguration;
import dev.virga.api.s3.CreateBucketRequest;
import dev.virga.api.s3.DeleteBucketEncryptionRequest;
import dev.virga.api.s3.DeleteBucketOwnershipControlsRequest;
import dev.virga.api.s3.DeleteBucketRequest;
import dev.virga.api.s3.DeleteBucketTaggingRequest;
import dev.virga.api.s3.DeletePublicAccessBlockRequest;
import dev.virga.api.s3.HeadBucketRequest;
import dev.virga.api.s3.PutBucketTaggingRequest;
import dev.virga.api.s3.S3Ops;
import dev.virga.api.s3.Tag;
import dev.virga.api.s3.Tagging;
import dev.virga.wire.Op;
import dev.virga.wire.Struct;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `AWS::S3::Bucket`. Settings that S3 does not have yet fail the deployment with the name of the
/// operation that is missing.
final class BucketResource implements ResourceType {
    private static final Schema SCHEMA = new Schema("""
            AbacStatus- AccelerateConfiguration- AccessControl- AnalyticsConfigurations- BucketEncryption BucketName!
            BucketNamePrefix- BucketNamespace- CorsConfiguration- IntelligentTieringConfigurations-
            InventoryConfigurations- LifecycleConfiguration- LoggingConfiguration- MetadataConfiguration-
            MetadataTableConfiguration- MetricsConfigurations- NotificationConfiguration- ObjectLockConfiguration-
            ObjectLockEnabled- OwnershipControls PublicAccessBlockConfiguration ReplicationConfiguration- Tags
            VersioningConfiguration WebsiteConfiguration-""");

    @Override
    public String name() {
        return "AWS::S3::Bucket";
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public NameRule naming() {
        return new NameRule("BucketName", 63, true);
    }

    @Override
    public TagForm tagging() {
        return TagForm.LIST;
    }

    @Override
    public boolean taken(Deed deed, Properties properties) {
        return deed.there(
                S3Ops.HeadBucket,
                HeadBucketRequest.builder()
                        .bucket(properties.required("BucketName"))
                        .build());
    }

    @Override
    public Made create(Deed deed, Properties properties) {
        String name = properties.required("BucketName");
        CreateBucketConfiguration configuration = deed.region().equals("us-east-1")
                ? null
                : CreateBucketConfiguration.builder()
                        .locationConstraint(deed.region())
                        .build();
        deed.callUnlessThere(
                S3Ops.CreateBucket,
                CreateBucketRequest.builder()
                        .bucket(name)
                        .createBucketConfiguration(configuration)
                        .build());
        try {
            settings(deed, name, properties, properties.tree().keySet());
        } catch (RuntimeException e) {
            remove(deed, name);
            throw e;
        }
        String domain = name + ".s3." + deed.region() + ".amazonaws.com";
        return Made.of(name, properties)
                .with("Arn", "arn:aws:s3:::" + name)
                .with("DomainName", name + ".s3.amazonaws.com")
                .with("RegionalDomainName", domain)
                .with("DualStackDomainName", name + ".s3.dualstack." + deed.region() + ".amazonaws.com");
    }

    private static void settings(Deed deed, String name, Properties properties, Set<String> changed) {
        if (changed.contains("Tags")) {
            tags(deed, name, properties.tags("Tags"));
        }
        if (changed.contains("VersioningConfiguration")) {
            String status = properties.object("VersioningConfiguration").text("Status", "Suspended");
            put(deed, S3Ops.PutBucketVersioning, name, "VersioningConfiguration", Map.of("Status", status));
        }
        if (changed.contains("PublicAccessBlockConfiguration") && !properties.has("PublicAccessBlockConfiguration")) {
            deed.call(
                    S3Ops.DeletePublicAccessBlock,
                    DeletePublicAccessBlockRequest.builder().bucket(name).build());
        } else if (changed.contains("PublicAccessBlockConfiguration")) {
            Object block = properties.object("PublicAccessBlockConfiguration").tree();
            put(deed, S3Ops.PutPublicAccessBlock, name, "PublicAccessBlockConfiguration", block);
        }
        if (changed.contains("OwnershipControls") && !properties.has("OwnershipControls")) {
            deed.call(
                    S3Ops.DeleteBucketOwnershipControls,
                    DeleteBucketOwnershipControlsRequest.builder().bucket(name).build());
        } else if (changed.contains("OwnershipControls")) {
            Object controls = properties.object("OwnershipControls").tree();
            put(deed, S3Ops.PutBucketOwnershipControls, name, "OwnershipControls", controls);
        }
        if (changed.contains("BucketEncryption") && !properties.has("BucketEncryption")) {
            deed.call(
                    S3Ops.DeleteBucketEncryption,
                    DeleteBucketEncryptionRequest.builder().bucket(name).build());
        } else if (changed.contains("BucketEncryption")) {
            encryption(deed, name, properties);
        }
    }

    private static void encryption(Deed deed, String name, Properties properties) {
        Map<String, @Nullable Object> rules = new LinkedHashMap<>();
        rules.put(
                "Rules",
                properties.object("BucketEncryption").list("ServerSideEncryptionConfiguration").stream()
                        .map(item -> {
                            Properties rule = Properties.of(item, "ServerSideEncryptionConfiguration");
                            Object chosen = rule.get("ServerSideEncryptionByDefault");
                            return rule.without("ServerSideEncryptionByDefault")
                                    .with("ApplyServerSideEncryptionByDefault", chosen)
                                    .tree();
                        })
                        .toList());
        put(deed, S3Ops.PutBucketEncryption, name, "ServerSideEncryptionConfiguration", rules);
    }

    private static <I extends Struct, O extends Struct> void put(
            Deed deed, Op<I, O> op, String bucket, String member, Object value) {
        Map<String, @Nullable Object> input = new LinkedHashMap<>();
        input.put("Bucket", bucket);
        input.put(member, value);
        deed.call(op, Inputs.of(op.input(), new Properties(input)));
    }

    private static void tags(Deed deed, String name, Map<String, String> tags) {
        if (tags.isEmpty()) {
            deed.callUnlessGone(
                    S3Ops.DeleteBucketTagging,
                    DeleteBucketTaggingRequest.builder().bucket(name).build());
            return;
        }
        Tagging tagging = Tagging.builder()
                .tagSet(tags.entrySet().stream()
                        .map(tag -> Tag.builder()
                                .key(tag.getKey())
                                .value(tag.getValue())
                                .build())
                        .toList())
                .build();
        deed.call(
                S3Ops.PutBucketTagging,
                PutBucketTaggingRequest.builder().bucket(name).tagging(tagging).build());
    }

    @Override
    public Made update(Deed deed, Made before, Properties properties) {
        settings(deed, before.physicalId(), properties, Schema.changed(before.properties(), properties.tree()));
        return before;
    }

    @Override
    public void delete(Deed deed, Made made) {
        remove(deed, made.physicalId());
    }

    private static void remove(Deed deed, String name) {
        deed.callUnlessGone(
                S3Ops.DeleteBucket, DeleteBucketRequest.builder().bucket(name).build());
    }
}
