package dev.virga.services.cloudformation.sam;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// AWS::Serverless::Function: a function, its role, and what its events need.
final class SamFunction {
    /// Properties that AWS::Lambda::Function has under the same name.
    private static final List<String> SAME =
            List.of(("FunctionName Handler Runtime Description MemorySize Timeout VpcConfig Environment KmsKeyArn"
                            + " ReservedConcurrentExecutions Layers FileSystemConfigs ImageConfig PackageType"
                            + " Architectures SnapStart EphemeralStorage CodeSigningConfigArn"
                            + " RuntimeManagementConfig LoggingConfig RecursiveLoop TenancyConfig DurableConfig"
                            + " FunctionScalingConfig PublishToLatestPublished")
                    .split(" "));

    private static final String MARK = "lambda:createdBy";

    private final SamResource source;
    private final SamHttpApis apis;
    private final SamFunctionRole role;
    private @Nullable String alias;

    SamFunction(SamResource source, SamHttpApis apis) {
        this.source = source;
        this.apis = apis;
        this.role = new SamFunctionRole(source);
    }

    /// What can be said against the properties before anything is translated.
    static void checkRules(SamResource source) {
        if (source.isSet("CapacityProviderConfig") && source.isSet("ProvisionedConcurrencyConfig")) {
            throw source.invalid(
                    "Cannot specify 'CapacityProviderConfig' and 'ProvisionedConcurrencyConfig' together.");
        }
    }

    void translate() {
        check();
        Map<String, @Nullable Object> function = function();
        List<SamEvent> events = events();
        SamFunctionVersion version = new SamFunctionVersion(source, function);
        if (source.isSet("AutoPublishAlias")) {
            alias = version.emit();
        }
        if (source.properties().get("FunctionUrlConfig") != null) {
            new SamFunctionUrl(source, target()).emit();
        }
        new SamDeployment(source).check(alias);
        if (source.isSet("EventInvokeConfig")) {
            new SamEventInvoke(source, role).emit(alias, version.aliasName());
        }
        for (SamEvent event : events) {
            translate(event);
        }
        Object given = source.get("Role");
        if (role.isNeeded()) {
            Object made = role.emit(tags());
            List<@Nullable Object> branches = Tree.branches(given);
            function.put("Role", branches == null ? made : role.choose(branches, made));
        } else {
            function.put("Role", given);
        }
        source.emit(source.id(), "AWS::Lambda::Function", function, source.attributes());
    }

    private void check() {
        source.expectList("Layers");
        source.expectBoolean("AutoPublishAliasAllProperties");
        Object given = source.get("Role");
        if (given != null && !(given instanceof String) && !Tree.isIntrinsic(given)) {
            throw source.invalid("Property 'Role' should be a string.");
        }
        if (given instanceof Map<?, ?> map && map.containsKey("Fn::If") && Tree.branches(given) == null) {
            throw source.invalid("Malformed 'Role' property: Fn::If requires 3 arguments.");
        }
        if (source.isSet("CapacityProviderConfig")) {
            throw source.unsupported("The property 'CapacityProviderConfig'");
        }
        if (source.isSet("ProvisionedConcurrencyConfig")) {
            if (!source.isSet("AutoPublishAlias")) {
                throw source.invalid(
                        "To set ProvisionedConcurrencyConfig AutoPublishALias must be defined on the function");
            }
            if (source.isSet("TenancyConfig")) {
                throw source.invalid("Provisioned concurrency is not supported for functions enabled with tenancy"
                        + " configuration.");
            }
        }
        Object deletion = source.resolved("VersionDeletionPolicy");
        if (deletion != null && !deletion.equals("Delete") && !deletion.equals("Retain")) {
            throw source.invalid(
                    "Property 'VersionDeletionPolicy' should be a one of the strings: 'Delete' or 'Retain'.");
        }
        if (deletion != null && !source.isSet("AutoPublishAlias")) {
            throw source.invalid("'VersionDeletionPolicy' requires 'AutoPublishAlias'.");
        }
    }

    private List<@Nullable Object> tags() {
        return SamTags.list(MARK, source.object("Tags"));
    }

    private Map<String, @Nullable Object> function() {
        Map<String, @Nullable Object> function = Tree.map();
        function.put("Code", SamFunctionCode.of(source));
        for (String name : SAME) {
            if (source.get(name) != null) {
                function.put(name, Tree.copy(source.get(name)));
            }
        }
        function.put("Tags", tags());
        if (source.isSet("Tracing")) {
            function.put("TracingConfig", Tree.map("Mode", source.get("Tracing")));
        }
        if (source.isSet("DeadLetterQueue")) {
            function.put("DeadLetterConfig", Tree.map("TargetArn", role.deadLetterQueue()));
        }
        // Nothing else of the function need change when the hash does, and an update needs a change.
        if (source.isSet("AutoPublishAlias") && source.resolved("AutoPublishCodeSha256") instanceof String hash) {
            Object given = source.get("Description");
            Object joined = given instanceof String
                    ? given + " " + hash
                    : Tree.map("Fn::Join", Tree.list(" ", Tree.list(given, hash)));
            function.put("Description", given == null ? hash : joined);
        }
        return function;
    }

    /// Where events go: the alias when there is one, else the function.
    SamTarget target() {
        return new SamTarget(source.id(), alias);
    }

    private List<SamEvent> events() {
        Object declared = source.get("Events");
        if (declared == null) {
            return List.of();
        }
        Map<String, @Nullable Object> events = Tree.object(declared);
        if (events == null) {
            throw source.invalid("Type of property 'Events' is invalid.");
        }
        List<SamEvent> result = new ArrayList<>();
        events.forEach((id, value) -> result.add(new SamEvent(source, id, value)));
        // The default route comes first: the permission for it makes those for other routes redundant.
        result.sort(Comparator.comparing(SamEvent::order));
        return result;
    }

    private void translate(SamEvent event) {
        if (source.isSet("TenancyConfig")
                && !event.type().equals("Api")
                && !event.type().equals("HttpApi")) {
            throw source.invalid("Event source '" + event.type() + "' is not supported for functions enabled with"
                    + " tenancy configuration. Only Api and HttpApi event sources are supported.");
        }
        SamTarget target = target();
        switch (event.type()) {
            case "HttpApi" -> new SamHttpApiEvent(event, target, apis).emit();
            case "Schedule", "CloudWatchEvent", "EventBridgeRule" -> new SamRuleEvent(event, target).emit();
            case "ScheduleV2" -> new SamScheduleEvent(event, target).emit();
            case "SNS" -> new SamTopicEvent(event, target, role).emit();
            case "S3" -> new SamBucketEvent(event, target).emit();
            case "CloudWatchLogs", "IoTRule", "AlexaSkill", "Cognito" -> new SamPushEvent(event, target).emit();
            case "SQS", "Kinesis", "DynamoDB", "MSK" -> new SamPullEvent(event, target, role).emit();
            case "Api", "MQ", "SelfManagedKafka", "DocumentDB" ->
                throw source.unsupported("The event type " + event.type());
            default ->
                throw event.invalid("Resource dict has missing or invalid value for key Type. Event Type is: "
                        + event.type() + ".");
        }
    }
}
