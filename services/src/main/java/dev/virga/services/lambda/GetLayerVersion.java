package dev.virga.services.lambda;

import dev.virga.api.lambda.GetLayerVersionRequest;
import dev.virga.api.lambda.GetLayerVersionResponse;
import dev.virga.api.lambda.LambdaOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// One version of a layer, with a link to its package.
final class GetLayerVersion implements Operation<GetLayerVersionRequest, GetLayerVersionResponse> {
    private final LayerTable layers;
    private final CodeLinks links;

    GetLayerVersion(LayerTable layers, CodeLinks links) {
        this.layers = layers;
        this.links = links;
    }

    @Override
    public Op<GetLayerVersionRequest, GetLayerVersionResponse> op() {
        return LambdaOps.GetLayerVersion;
    }

    @Override
    public List<Access> access(GetLayerVersionRequest input, Call call) {
        LayerName name = LayerName.parse(input.layerName(), call);
        return List.of(Access.to("lambda:GetLayerVersion", name.versionArn(input.versionNumber())));
    }

    @Override
    public GetLayerVersionResponse handle(GetLayerVersionRequest input, Call call) {
        LayerName name = LayerName.parse(input.layerName(), call);
        LayerTable.LayerVersion layer = LayerShapes.get(layers, name, input.versionNumber());
        return LayerShapes.version(layer, name, links, call);
    }
}
