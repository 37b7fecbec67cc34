package dev.virga.services.lambda;

import dev.virga.api.lambda.GetLayerVersionResponse;
import dev.virga.api.lambda.LayerVersionContentOutput;
import dev.virga.api.lambda.LayerVersionsListItem;
import dev.virga.kernel.Call;
import dev.virga.services.lambda.LayerTable.LayerVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Versions of layers as answers show them.
final class LayerShapes {
    private LayerShapes() {}

    /// @throws dev.virga.wire.AwsException ResourceNotFoundException
    static LayerVersion get(LayerTable layers, LayerName name, long number) {
        LayerVersion layer = layers.find(name.account(), name.region(), name.name(), number);
        if (layer == null) {
            throw LambdaErrors.notFound("The resource you requested does not exist.");
        }
        return layer;
    }

    static LayerVersionContentOutput content(LayerVersion layer, CodeLinks links, Call call) {
        return LayerVersionContentOutput.builder()
                .location(links.link(layer.code(), call))
                .codeSha256(layer.code().sha256())
                .codeSize(layer.code().length())
                .build();
    }

    static GetLayerVersionResponse version(LayerVersion layer, LayerName name, CodeLinks links, Call call) {
        return GetLayerVersionResponse.builder()
                .content(content(layer, links, call))
                .layerArn(name.arn())
                .layerVersionArn(name.versionArn(layer.number()))
                .description(layer.description())
                .createdDate(Configuration.time(layer.createdMillis()))
                .version(layer.number())
                .compatibleRuntimes(orNull(layer.runtimes()))
                .compatibleArchitectures(orNull(layer.architectures()))
                .licenseInfo(layer.license().isEmpty() ? null : layer.license())
                .build();
    }

    static LayerVersionsListItem item(LayerVersion layer, LayerName name) {
        return LayerVersionsListItem.builder()
                .layerVersionArn(name.versionArn(layer.number()))
                .version(layer.number())
                .description(layer.description())
                .createdDate(Configuration.time(layer.createdMillis()))
                .compatibleRuntimes(orNull(layer.runtimes()))
                .compatibleArchitectures(orNull(layer.architectures()))
                .licenseInfo(layer.license().isEmpty() ? null : layer.license())
                .build();
    }

    static @Nullable List<String> orNull(List<String> list) {
        return list.isEmpty() ? null : list;
    }

    static boolean fits(LayerVersion layer, @Nullable String runtime, @Nullable String architecture) {
        return (runtime == null || layer.runtimes().contains(runtime))
                && (architecture == null || layer.architectures().contains(architecture));
    }
}
