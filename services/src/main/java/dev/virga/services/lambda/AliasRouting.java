package dev.virga.services.lambda;

import dev.virga.api.lambda.AliasConfiguration;
import dev.virga.api.lambda.AliasRoutingConfiguration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How an alias shares calls out between two versions.
final class AliasRouting {
    private AliasRouting() {}

    /// @throws dev.virga.wire.AwsException ResourceNotFoundException
    static void checkVersion(String version, FunctionName name, VersionTable versions) {
        versions.get(name.withQualifier(version), version);
    }

    /// The weights of a request.
    static Map<String, Double> check(
            @Nullable AliasRoutingConfiguration config, String version, FunctionName name, VersionTable versions) {
        checkVersion(version, name, versions);
        Map<String, Double> weights = config == null ? null : config.additionalVersionWeights();
        if (weights == null || weights.isEmpty()) {
            return Map.of();
        }
        if (weights.size() > 1) {
            throw LambdaErrors.invalid("Number of items in AdditionalVersionWeights cannot be greater than 1");
        }
        if (version.equals(FunctionName.LATEST)) {
            throw LambdaErrors.invalid("$LATEST is not supported for an alias pointing to more than 1 version");
        }
        weights.forEach((other, weight) -> {
            if (other.equals(version)) {
                throw LambdaErrors.invalid("Invalid function version " + other + ". Function version " + other
                        + " is already included in routing configuration.");
            }
            if (!FunctionName.isNumber(other)) {
                throw LambdaErrors.validation("Value '" + other + "' at 'routingConfig.additionalVersionWeights' failed"
                        + " to satisfy constraint: Map keys must satisfy constraint: [Member must satisfy regular"
                        + " expression pattern: [0-9]+]");
            }
            if (weight == null || !(weight >= 0 && weight <= 1)) {
                throw LambdaErrors.validation("Value at 'routingConfig.additionalVersionWeights' failed to satisfy"
                        + " constraint: Map value must satisfy constraint: [Member must have value less than or equal"
                        + " to 1.0, Member must have value greater than or equal to 0.0]");
            }
            checkVersion(other, name, versions);
        });
        return weights;
    }

    static AliasConfiguration shape(Alias alias, FunctionName name) {
        return AliasConfiguration.builder()
                .aliasArn(name.functionArn() + ":" + alias.name())
                .name(alias.name())
                .functionVersion(alias.version())
                .description(alias.description())
                .routingConfig(
                        alias.weights().isEmpty()
                                ? null
                                : AliasRoutingConfiguration.builder()
                                        .additionalVersionWeights(alias.weights())
                                        .build())
                .revisionId(alias.revisionId())
                .build();
    }
}
