package dev.virga.services.lambda;

import dev.virga.api.lambda.LambdaOps;
import dev.virga.api.lambda.PublishLayerVersionRequest;
import dev.virga.api.lambda.PublishLayerVersionResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Makes a new version of a layer.
final class PublishLayerVersion implements Operation<PublishLayerVersionRequest, PublishLayerVersionResponse> {
    private static final int MAX_RUNTIMES = 15;

    private final LayerTable layers;
    private final CodeSource source;
    private final CodeLinks links;

    PublishLayerVersion(LayerTable layers, CodeSource source, CodeLinks links) {
        this.layers = layers;
        this.source = source;
        this.links = links;
    }

    @Override
    public Op<PublishLayerVersionRequest, PublishLayerVersionResponse> op() {
        return LambdaOps.PublishLayerVersion;
    }

    @Override
    public List<Access> access(PublishLayerVersionRequest input, Call call) {
        LayerName name = LayerName.parse(input.layerName(), call);
        return List.of(Access.to("lambda:PublishLayerVersion", name.arn()));
    }

    @Override
    public PublishLayerVersionResponse handle(PublishLayerVersionRequest input, Call call) {
        LayerName name = LayerName.parse(input.layerName(), call);
        CodeSource.Location location = new CodeSource.Location(
                input.content().zipFile(),
                input.content().s3Bucket(),
                input.content().s3Key(),
                input.content().s3ObjectVersion());
        List<String> runtimes = input.compatibleRuntimes() == null ? List.of() : input.compatibleRuntimes();
        if (runtimes.size() > MAX_RUNTIMES) {
            throw LambdaErrors.validation("Value at 'compatibleRuntimes' failed to satisfy constraint: Member must have"
                    + " length less than or equal to " + MAX_RUNTIMES);
        }
        FunctionVersion.Code code = source.fetch(location, null, "PublishLayerVersion", call);
        LayerTable.LayerVersion layer = layers.publish(
                name.account(),
                name.region(),
                new LayerTable.LayerVersion(
                        name.name(),
                        0,
                        code,
                        input.description() == null ? "" : input.description(),
                        input.licenseInfo() == null ? "" : input.licenseInfo(),
                        runtimes,
                        input.compatibleArchitectures() == null ? List.of() : input.compatibleArchitectures(),
                        call.time().toEpochMilli()));
        return PublishLayerVersionResponse.builder()
                .content(LayerShapes.content(layer, links, call))
                .layerArn(name.arn())
                .layerVersionArn(name.versionArn(layer.number()))
                .description(layer.description())
                .createdDate(Configuration.time(layer.createdMillis()))
                .version(layer.number())
                .compatibleRuntimes(LayerShapes.orNull(layer.runtimes()))
                .compatibleArchitectures(LayerShapes.orNull(layer.architectures()))
                .licenseInfo(layer.license().isEmpty() ? null : layer.license())
                .build();
    }
}
