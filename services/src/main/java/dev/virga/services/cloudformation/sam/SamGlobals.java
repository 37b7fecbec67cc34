package dev.virga.services.cloudformation.sam;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The `Globals` section: properties that every resource of a type starts with.
///
/// A resource's own value wins; objects are merged name by name; lists are joined, the global's
/// items first; an intrinsic counts as one value.
final class SamGlobals {
    private static final String PREFIX = "AWS::Serverless::";

    private static final Map<String, List<String>> SUPPORTED = Map.of(
            "Api",
                    words("Auth Name DefinitionUri CacheClusterEnabled CacheClusterSize MergeDefinitions Variables"
                            + " EndpointConfiguration MethodSettings BinaryMediaTypes MinimumCompressionSize Cors"
                            + " GatewayResponses AccessLogSetting CanarySetting TracingEnabled OpenApiVersion Domain"
                            + " AlwaysDeploy PropagateTags SecurityPolicy EndpointAccessMode"),
            "CapacityProvider",
                    words("VpcConfig OperatorRole Tags InstanceRequirements ScalingConfig KmsKeyArn PropagateTags"),
            "Function",
                    words("Handler Runtime CodeUri DeadLetterQueue Description MemorySize Timeout VpcConfig"
                            + " Environment Tags PropagateTags Tracing KmsKeyArn AutoPublishAlias"
                            + " AutoPublishAliasAllProperties Layers DeploymentPreference RolePath"
                            + " PermissionsBoundary ReservedConcurrentExecutions ProvisionedConcurrencyConfig"
                            + " AssumeRolePolicyDocument EventInvokeConfig FileSystemConfigs CodeSigningConfigArn"
                            + " Architectures SnapStart EphemeralStorage FunctionUrlConfig RuntimeManagementConfig"
                            + " LoggingConfig RecursiveLoop SourceKMSKeyArn TenancyConfig DurableConfig"
                            + " CapacityProviderConfig FunctionScalingConfig PublishToLatestPublished"
                            + " VersionDeletionPolicy"),
            "HttpApi",
                    words("Auth AccessLogSettings StageVariables Tags CorsConfiguration DefaultRouteSettings Domain"
                            + " RouteSettings FailOnWarnings PropagateTags"),
            "LayerVersion", words("PublishLambdaVersion"),
            "SimpleTable", words("SSESpecification"),
            "StateMachine", words("PropagateTags"),
            "WebSocketApi",
                    words("AccessLogSettings ApiKeySelectionExpression DefaultRouteSettings"
                            + " DisableExecuteApiEndpoint DisableSchemaValidation Domain IpAddressType"
                            + " PropagateTags RouteSettings StageVariables Tags"));

    private final Map<String, @Nullable Object> globals;

    SamGlobals(Map<String, @Nullable Object> template) {
        Object section = template.get("Globals");
        if (template.containsKey("Globals") && !(section instanceof Map<?, ?> map && !map.isEmpty())) {
            throw SamInvalid.globals("It must be a non-empty dictionary");
        }
        globals = Tree.objectOrEmpty(section);
        globals.forEach(SamGlobals::check);
    }

    private static List<String> words(String text) {
        return List.of(text.split(" "));
    }

    private static void check(String type, @Nullable Object value) {
        List<String> supported = SUPPORTED.get(type);
        if (supported == null) {
            throw SamInvalid.globals("'" + type + "' is not supported. Must be one of the following values - "
                    + quoted(SUPPORTED.keySet().stream().sorted().toList()));
        }
        Map<String, @Nullable Object> properties = Tree.object(value);
        if (properties == null) {
            throw SamInvalid.globals("Value of ${" + type + "} must be a dictionary");
        }
        for (String name : properties.keySet()) {
            if (!supported.contains(name)) {
                throw SamInvalid.globals("'" + name + "' is not a supported property of '" + type
                        + "'. Must be one of the following values - " + quoted(supported));
            }
        }
    }

    private static String quoted(List<String> names) {
        return names.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", ", "[", "]"));
    }

    /// Merges the globals into every resource.
    void mergeAll(Map<String, @Nullable Object> resources) {
        resources.values().forEach(value -> merge(Tree.objectOrEmpty(value)));
    }

    void merge(Map<String, @Nullable Object> resource) {
        if (!(resource.get("Type") instanceof String type) || !type.startsWith(PREFIX)) {
            return;
        }
        Map<String, @Nullable Object> global = Tree.object(globals.get(type.substring(PREFIX.length())));
        Object own = resource.get("Properties");
        if (global != null && (!resource.containsKey("Properties") || own instanceof Map)) {
            resource.put("Properties", merged(global, own == null ? Tree.map() : own));
        }
    }

    private static @Nullable Object merged(@Nullable Object global, @Nullable Object own) {
        if (Tree.isIntrinsic(global) || Tree.isIntrinsic(own)) {
            return own;
        }
        if (global instanceof Map<?, ?> base && own instanceof Map<?, ?> mine) {
            Map<String, @Nullable Object> result = Tree.copyOf(base);
            mine.forEach((name, value) -> {
                String key = String.valueOf(name);
                result.put(key, result.containsKey(key) ? merged(result.get(key), value) : value);
            });
            return result;
        }
        if (global instanceof List<?> base && own instanceof List<?> mine) {
            List<@Nullable Object> result = new ArrayList<>();
            base.forEach(item -> result.add(Tree.copy(item)));
            result.addAll(mine);
            return result;
        }
        return own;
    }
}
