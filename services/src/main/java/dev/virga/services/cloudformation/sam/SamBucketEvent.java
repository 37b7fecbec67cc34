package dev.virga.services.cloudformation.sam;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Events of type S3: notifications in the bucket's own properties, so the bucket must be in the
/// same template.
final class SamBucketEvent {
    private final SamEvent event;
    private final SamTarget target;

    SamBucketEvent(SamEvent event, SamTarget target) {
        this.event = event;
        this.target = target;
    }

    void emit() {
        if (!(Tree.objectOrEmpty(event.get("Bucket")).get("Ref") instanceof String bucketId)) {
            throw event.invalid("S3 events must reference an S3 bucket in the same template.");
        }
        Map<String, @Nullable Object> bucket =
                Tree.object(event.translation().resources().get(bucketId));
        if (bucket == null || !"AWS::S3::Bucket".equals(bucket.get("Type"))) {
            throw event.invalid("S3 events must reference an S3 bucket in the same template.");
        }
        Object events = event.get("Events");
        if (!(events instanceof String) && !(events instanceof List)) {
            throw event.invalidResource("Type of property 'Events' is invalid.");
        }
        String permission = event.id() + "Permission";
        event.emit(
                permission,
                "AWS::Lambda::Permission",
                Tree.map(
                        "Action",
                        "lambda:InvokeFunction",
                        "FunctionName",
                        target.name(),
                        "Principal",
                        "s3.amazonaws.com",
                        "SourceAccount",
                        Tree.ref("AWS::AccountId")),
                event.function().passedOnWithMetadata());
        depend(bucketId, bucket, permission);
        notify(bucketId, bucket, events instanceof List ? Tree.itemsOrEmpty(events) : Tree.list(events));
    }

    /// The bucket must come after the permission. A condition has no place in DependsOn, so the
    /// dependency on a conditional one is a reference inside a tag.
    private void depend(String bucketId, Map<String, @Nullable Object> bucket, String permission) {
        String condition = event.function().condition();
        if (condition == null) {
            Object given = bucket.get("DependsOn");
            if (given != null
                    && !(given instanceof String)
                    && !Tree.itemsOrEmpty(given).stream().allMatch(String.class::isInstance)) {
                throw wrongDependsOn();
            }
            if (given == null && bucket.containsKey("DependsOn")) {
                throw wrongDependsOn();
            }
            if (given instanceof Map || given instanceof Number || given instanceof Boolean) {
                throw wrongDependsOn();
            }
            List<@Nullable Object> all = Tree.list();
            all.addAll(given instanceof String ? Tree.list(given) : Tree.itemsOrEmpty(given));
            if (!all.contains(permission)) {
                all.add(permission);
            }
            bucket.put("DependsOn", all);
            return;
        }
        Map<String, @Nullable Object> properties = properties(bucketId, bucket);
        if (properties.get("Tags") != null && !(properties.get("Tags") instanceof List)) {
            throw SamInvalid.resource(bucketId, "Property 'Tags' should be a list.");
        }
        List<@Nullable Object> tags = Tree.list();
        tags.addAll(Tree.itemsOrEmpty(properties.get("Tags")));
        tags.add(Tree.map(
                "Key",
                "sam:ConditionalDependsOn:" + permission,
                "Value",
                Tree.when(condition, Tree.ref(permission), "no dependency")));
        properties.put("Tags", tags);
    }

    private SamInvalid wrongDependsOn() {
        return event.invalidResource("Invalid type for field 'DependsOn'. Expected a string or list of strings.");
    }

    private static Map<String, @Nullable Object> properties(String bucketId, Map<String, @Nullable Object> bucket) {
        if (bucket.get("Properties") != null && !(bucket.get("Properties") instanceof Map)) {
            throw SamInvalid.resource(bucketId, "Properties should be a map.");
        }
        return Tree.child(bucket, "Properties");
    }

    private void notify(String bucketId, Map<String, @Nullable Object> bucket, List<@Nullable Object> events) {
        Map<String, @Nullable Object> properties = properties(bucketId, bucket);
        Object given = properties.get("NotificationConfiguration");
        if (given != null && !(given instanceof Map)) {
            throw SamInvalid.resource(bucketId, "Property 'NotificationConfiguration' should be a map.");
        }
        Map<String, @Nullable Object> notifications = Tree.child(properties, "NotificationConfiguration");
        Object existing = notifications.get("LambdaConfigurations");
        if (existing != null && !(existing instanceof List)) {
            throw SamInvalid.resource(bucketId, "Invalid type for LambdaConfigurations. Must be a list.");
        }
        List<@Nullable Object> all = Tree.list();
        all.addAll(Tree.itemsOrEmpty(existing));
        String condition = event.function().condition();
        for (Object name : events) {
            Object configuration = Tree.map("Function", target.arn(), "Event", name, "Filter", event.get("Filter"));
            if (condition != null) {
                configuration = Tree.when(condition, configuration, Tree.noValue());
            }
            if (!all.contains(configuration)) {
                all.add(configuration);
            }
        }
        notifications.put("LambdaConfigurations", all);
    }
}
