package dev.virga.services.cloudformation;

import dev.virga.api.lambda.AliasConfiguration;
import dev.virga.api.lambda.CreateAliasRequest;
import dev.virga.api.lambda.DeleteAliasRequest;
import dev.virga.api.lambda.GetAliasRequest;
import dev.virga.api.lambda.LambdaOps;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `AWS::Lambda::Alias`.
final class AliasResource implements ResourceType {
    private static final Schema SCHEMA = new Schema(
            "Description FunctionName*! FunctionVersion* Name*! ProvisionedConcurrencyConfig- RoutingConfig");

    @Override
    public String name() {
        return "AWS::Lambda::Alias";
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public Made create(Deed deed, Properties properties) {
        CreateAliasRequest input = Inputs.of(LambdaOps.CreateAlias.input(), input(properties));
        deed.callUnlessThere(LambdaOps.CreateAlias, input);
        AliasConfiguration alias = deed.call(
                LambdaOps.GetAlias,
                GetAliasRequest.builder()
                        .functionName(input.functionName())
                        .name(input.name())
                        .build());
        return Made.of(alias.aliasArn(), properties).with("AliasArn", alias.aliasArn());
    }

    private static Properties input(Properties properties) {
        if (!properties.has("RoutingConfig")) {
            return properties;
        }
        Map<String, @Nullable Object> weights = new LinkedHashMap<>();
        for (Object item : properties.object("RoutingConfig").list("AdditionalVersionWeights")) {
            Properties weight = Properties.of(item, "AdditionalVersionWeights");
            weights.put(weight.required("FunctionVersion"), weight.get("FunctionWeight"));
        }
        return properties.with("RoutingConfig", Map.of("AdditionalVersionWeights", weights));
    }

    @Override
    public Made update(Deed deed, Made before, Properties properties) {
        Properties input = properties.has("RoutingConfig")
                ? input(properties)
                : properties.with("RoutingConfig", Map.of("AdditionalVersionWeights", Map.of()));
        if (!input.has("Description")) {
            input = input.with("Description", "");
        }
        deed.call(LambdaOps.UpdateAlias, Inputs.of(LambdaOps.UpdateAlias.input(), input));
        return before;
    }

    @Override
    public void delete(Deed deed, Made made) {
        Properties properties = new Properties(made.properties());
        deed.callUnlessGone(
                LambdaOps.DeleteAlias,
                DeleteAliasRequest.builder()
                        .functionName(properties.required("FunctionName"))
                        .name(properties.required("Name"))
                        .build());
    }
}
