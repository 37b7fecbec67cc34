package dev.virga.services.cloudformation.sam;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// EventInvokeConfig: retries and destinations of asynchronous calls. Destinations that name no
/// queue or topic get one made.
final class SamEventInvoke {
    private static final List<String> TYPES = List.of("SQS", "SNS", "EventBridge", "Lambda", "S3Bucket");

    private final SamResource source;
    private final SamFunctionRole role;

    SamEventInvoke(SamResource source, SamFunctionRole role) {
        this.source = source;
        this.role = role;
    }

    private String id() {
        return source.id() + "EventInvokeConfig";
    }

    void emit(@Nullable String alias, @Nullable String aliasName) {
        Map<String, @Nullable Object> config = Tree.objectOrEmpty(source.resolved("EventInvokeConfig"));
        Object declared = config.get("DestinationConfig");
        Map<String, @Nullable Object> destinations = Tree.map();
        if (Tree.isSet(declared)) {
            if (!(declared instanceof Map)) {
                throw source.invalid("Property 'EventInvokeConfig.DestinationConfig' should be a map.");
            }
            for (String name : List.of("OnSuccess", "OnFailure")) {
                Object value = Tree.objectOrEmpty(declared).get(name);
                if (value != null) {
                    destinations.put(name, Tree.map("Destination", destination(name, value)));
                }
            }
        }
        Map<String, @Nullable Object> attributes = source.attributes();
        attributes.remove("DependsOn");
        if (alias != null) {
            attributes.put("DependsOn", Tree.list(alias));
        }
        source.emit(
                id(),
                "AWS::Lambda::EventInvokeConfig",
                Tree.map(
                        "FunctionName", Tree.ref(source.id()),
                        "Qualifier", aliasName == null ? "$LATEST" : aliasName,
                        "DestinationConfig", destinations,
                        "MaximumEventAgeInSeconds", config.get("MaximumEventAgeInSeconds"),
                        "MaximumRetryAttempts", config.get("MaximumRetryAttempts")),
                attributes);
    }

    private @Nullable Object destination(String name, Object value) {
        Map<String, @Nullable Object> given = Tree.object(value);
        if (given == null) {
            throw source.invalid("Property 'EventInvokeConfig.DestinationConfig." + name + "' should be a map.");
        }
        Object type = given.get("Type");
        if (!(type instanceof String kind) || !TYPES.contains(kind)) {
            throw source.invalid("'Type: " + (type == null ? "None" : type)
                    + "' must be one of ['SQS', 'SNS', 'EventBridge', 'Lambda', 'S3Bucket']");
        }
        Object arn = given.get("Destination");
        if (arn instanceof Map<?, ?> map && map.containsKey("Fn::If") && Tree.branches(arn) == null) {
            throw SamInvalid.resource(id(), "Malformed 'Destination' property: Fn::If requires 3 arguments.");
        }
        String condition = missingWhen(arn);
        Object result = arn;
        if (arn == null || condition != null) {
            result = made(name, kind, condition, given(arn));
        }
        allow(id() + name, kind, result);
        return result;
    }

    /// The condition under which an Fn::If has no destination; null when it always has one.
    private @Nullable String missingWhen(@Nullable Object arn) {
        List<@Nullable Object> branches = Tree.branches(arn);
        if (branches == null) {
            return null;
        }
        String condition = String.valueOf(branches.get(0));
        if (Tree.isNoValue(branches.get(1))) {
            return Tree.isNoValue(branches.get(2)) ? null : condition;
        }
        if (!Tree.isNoValue(branches.get(2))) {
            return null;
        }
        String not = "NOT" + condition + SamHash.of(id());
        source.translation().conditions().put(not, Tree.map("Fn::Not", Tree.list(Tree.map("Condition", condition))));
        return not;
    }

    /// The destination in the other case.
    private static @Nullable Object given(@Nullable Object arn) {
        List<@Nullable Object> branches = Tree.branches(arn);
        if (branches == null) {
            return null;
        }
        return Tree.isNoValue(branches.get(1)) ? branches.get(2) : branches.get(1);
    }

    private Object made(String name, String type, @Nullable String condition, @Nullable Object otherwise) {
        if (!type.equals("SQS") && !type.equals("SNS")) {
            throw source.invalid("Destination is required if Type is not ['SQS', 'SNS']");
        }
        boolean queue = type.equals("SQS");
        String logicalId = id() + name + (queue ? "Queue" : "Topic");
        Map<String, @Nullable Object> attributes = source.passedOn();
        if (condition != null) {
            attributes.put("Condition", and(source.condition(), condition));
        }
        source.emit(logicalId, queue ? "AWS::SQS::Queue" : "AWS::SNS::Topic", Tree.map(), attributes);
        source.translation()
                .references()
                .generated(source.id(), queue ? "DestinationQueue" : "DestinationTopic", logicalId);
        Object arn = queue ? Tree.getAtt(logicalId, "Arn") : Tree.ref(logicalId);
        return condition == null ? arn : Tree.when(condition, arn, otherwise);
    }

    private String and(@Nullable String own, String condition) {
        if (own == null) {
            return condition;
        }
        String name = own + "AND" + condition + SamHash.of(source.id());
        // SAM writes each operand as a condition inside a condition.
        source.translation()
                .conditions()
                .put(
                        name,
                        Tree.map(
                                "Fn::And",
                                Tree.list(
                                        Tree.map("Condition", Tree.map("Condition", own)),
                                        Tree.map("Condition", Tree.map("Condition", condition)))));
        return name;
    }

    private void allow(String logicalId, String type, @Nullable Object arn) {
        switch (type) {
            case "SQS" -> role.allow(logicalId + "SQSPolicy", "sqs:SendMessage", arn);
            case "SNS" -> role.allow(logicalId + "SNSPolicy", "sns:publish", arn);
            case "EventBridge" -> role.allow(logicalId + "EventBridgePolicy", "events:PutEvents", arn);
            case "Lambda" -> role.allow(logicalId + "LambdaPolicy", "lambda:InvokeFunction", arn);
            default -> role.allow(logicalId + "S3Policy", "s3:PutObject", arn);
        }
    }
}
