package dev.virga.services.cloudformation;

import dev.virga.api.lambda.DeleteLayerVersionRequest;
import dev.virga.api.lambda.LambdaOps;
import dev.virga.api.lambda.PublishLayerVersionResponse;

/// `AWS::Lambda::LayerVersion`. After a crash in the middle a version may be published twice; the
/// first one then stays.
final class LayerVersionResource implements ResourceType {
    private static final Schema SCHEMA = new Schema("""
            CompatibleArchitectures! CompatibleRuntimes! Content*! Description! LayerName! LicenseInfo!""");

    @Override
    public String name() {
        return "AWS::Lambda::LayerVersion";
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public Made create(Deed deed, Properties properties) {
        Properties input = properties.with("LayerName", properties.text("LayerName", deed.logicalId()));
        PublishLayerVersionResponse layer =
                deed.call(LambdaOps.PublishLayerVersion, Inputs.of(LambdaOps.PublishLayerVersion.input(), input));
        return Made.of(layer.layerVersionArn(), properties).with("LayerVersionArn", layer.layerVersionArn());
    }

    @Override
    public Made update(Deed deed, Made before, Properties properties) {
        return before;
    }

    @Override
    public void delete(Deed deed, Made made) {
        int colon = made.physicalId().lastIndexOf(':');
        deed.callUnlessGone(
                LambdaOps.DeleteLayerVersion,
                DeleteLayerVersionRequest.builder()
                        .layerName(made.physicalId().substring(0, colon))
                        .versionNumber(Long.parseLong(made.physicalId().substring(colon + 1)))
                        .build());
    }
}
