package dev.virga.services.cloudformation;

import dev.virga.api.lambda.CreateFunctionRequest;
import dev.virga.api.lambda.DeleteFunctionConcurrencyRequest;
import dev.virga.api.lambda.DeleteFunctionRequest;
import dev.virga.api.lambda.FunctionConfiguration;
import dev.virga.api.lambda.GetFunctionConfigurationRequest;
import dev.virga.api.lambda.LambdaOps;
import dev.virga.api.lambda.PutFunctionConcurrencyRequest;
import dev.virga.api.lambda.TagResourceRequest;
import dev.virga.api.lambda.UntagResourceRequest;
import dev.virga.api.lambda.UpdateFunctionCodeRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `AWS::Lambda::Function`.
final class FunctionResource implements ResourceType {
    private static final Schema SCHEMA = new Schema("""
            Architectures Code* CodeSigningConfigArn- DeadLetterConfig Description Environment EphemeralStorage
            FileSystemConfigs FunctionName! Handler ImageConfig KmsKeyArn Layers LoggingConfig MemorySize PackageType!
            RecursiveLoop- ReservedConcurrentExecutions Role* Runtime RuntimeManagementConfig- SnapStart Tags Timeout
            TracingConfig VpcConfig CapacityProviderConfig- DurableConfig- TenancyConfig- FunctionScalingConfig-
            PublishToLatestPublished-""");

    /// What a configuration goes back to when its property is removed.
    private static final Map<String, Object> RESETS = Map.of(
            "Description", "",
            "KmsKeyArn", "",
            "MemorySize", 128,
            "Timeout", 3,
            "Layers", List.of(),
            "Environment", Map.of("Variables", Map.of()),
            "EphemeralStorage", Map.of("Size", 512),
            "TracingConfig", Map.of("Mode", "PassThrough"),
            "DeadLetterConfig", Map.of("TargetArn", ""));

    private static final Set<String> CODE = Set.of("Code", "Architectures");
    private static final Set<String> BESIDES = Set.of("Code", "Architectures", "Tags", "ReservedConcurrentExecutions");

    @Override
    public String name() {
        return "AWS::Lambda::Function";
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public NameRule naming() {
        return new NameRule("FunctionName", 64, false);
    }

    @Override
    public TagForm tagging() {
        return TagForm.LIST;
    }

    @Override
    public boolean taken(Deed deed, Properties properties) {
        return deed.there(LambdaOps.GetFunctionConfiguration, configuration(properties.required("FunctionName")));
    }

    private static GetFunctionConfigurationRequest configuration(String name) {
        return GetFunctionConfigurationRequest.builder().functionName(name).build();
    }

    @Override
    public Made create(Deed deed, Properties properties) {
        String name = properties.required("FunctionName");
        Properties plain = properties
                .without("Code", "ReservedConcurrentExecutions")
                .with("Tags", properties.has("Tags") ? properties.tags("Tags") : null);
        CreateFunctionRequest input = Inputs.of(LambdaOps.CreateFunction.input(), asMember(plain));
        deed.callUnlessThere(
                LambdaOps.CreateFunction,
                input.toBuilder().code(FunctionCodes.of(properties)).build());
        try {
            concurrency(deed, name, properties);
        } catch (RuntimeException e) {
            remove(deed, name);
            throw e;
        }
        return made(deed, name, properties);
    }

    /// The one property that Lambda writes in another way.
    private static Properties asMember(Properties properties) {
        return properties.has("KmsKeyArn")
                ? properties.without("KmsKeyArn").with("KMSKeyArn", properties.get("KmsKeyArn"))
                : properties;
    }

    private static Made made(Deed deed, String name, Properties properties) {
        FunctionConfiguration configuration = deed.call(LambdaOps.GetFunctionConfiguration, configuration(name));
        return Made.of(name, properties).with("Arn", configuration.functionArn());
    }

    private static void concurrency(Deed deed, String name, Properties properties) {
        Integer reserved = properties.whole("ReservedConcurrentExecutions");
        if (reserved != null) {
            deed.call(
                    LambdaOps.PutFunctionConcurrency,
                    PutFunctionConcurrencyRequest.builder()
                            .functionName(name)
                            .reservedConcurrentExecutions(reserved)
                            .build());
        }
    }

    @Override
    public Made update(Deed deed, Made before, Properties properties) {
        String name = before.physicalId();
        Set<String> changed = Schema.changed(before.properties(), properties.tree());
        if (changed.stream().anyMatch(CODE::contains)) {
            UpdateFunctionCodeRequest code = FunctionCodes.update(name, properties);
            deed.call(LambdaOps.UpdateFunctionCode, code);
        }
        changed.removeIf(property -> BESIDES.contains(property) || property.equals("FunctionName"));
        if (!changed.isEmpty()) {
            Map<String, @Nullable Object> tree = new LinkedHashMap<>();
            tree.put("FunctionName", name);
            for (String property : changed) {
                tree.put(property, properties.has(property) ? properties.get(property) : reset(property));
            }
            deed.call(
                    LambdaOps.UpdateFunctionConfiguration,
                    Inputs.of(
                            LambdaOps.UpdateFunctionConfiguration.input(),
                            asMember(new Properties(tree).without("PackageType"))));
        }
        Properties old = new Properties(before.properties());
        if (old.has("ReservedConcurrentExecutions") && !properties.has("ReservedConcurrentExecutions")) {
            deed.call(
                    LambdaOps.DeleteFunctionConcurrency,
                    DeleteFunctionConcurrencyRequest.builder()
                            .functionName(name)
                            .build());
        }
        concurrency(deed, name, properties);
        Made made = made(deed, name, properties);
        tags(deed, String.valueOf(made.attributes().get("Arn")), old.tags("Tags"), properties.tags("Tags"));
        return made;
    }

    private static Object reset(String property) {
        Object value = RESETS.get(property);
        if (value == null) {
            throw CfnErrors.validation("Property " + property + " cannot be removed from a function");
        }
        return value;
    }

    private static void tags(Deed deed, String arn, Map<String, String> before, Map<String, String> after) {
        List<String> gone = new ArrayList<>(before.keySet());
        gone.removeAll(after.keySet());
        if (!gone.isEmpty()) {
            deed.call(
                    LambdaOps.UntagResource,
                    UntagResourceRequest.builder().resource(arn).tagKeys(gone).build());
        }
        if (!after.isEmpty() && !after.equals(before)) {
            deed.call(
                    LambdaOps.TagResource,
                    TagResourceRequest.builder().resource(arn).tags(after).build());
        }
    }

    @Override
    public void delete(Deed deed, Made made) {
        remove(deed, made.physicalId());
    }

    private static void remove(Deed deed, String name) {
        deed.callUnlessGone(
                LambdaOps.DeleteFunction,
                DeleteFunctionRequest.builder().functionName(name).build());
    }
}
