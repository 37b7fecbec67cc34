package dev.virga.services.lambda;

import dev.virga.api.lambda.DeleteLayerVersionRequest;
import dev.virga.api.lambda.DeleteLayerVersionResponse;
import dev.virga.api.lambda.LambdaOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Removes a version of a layer; functions that use it keep running while their environments live.
final class DeleteLayerVersion implements Operation<DeleteLayerVersionRequest, DeleteLayerVersionResponse> {
    private final LayerTable layers;

    DeleteLayerVersion(LayerTable layers) {
        this.layers = layers;
    }

    @Override
    public Op<DeleteLayerVersionRequest, DeleteLayerVersionResponse> op() {
        return LambdaOps.DeleteLayerVersion;
    }

    @Override
    public List<Access> access(DeleteLayerVersionRequest input, Call call) {
        LayerName name = LayerName.parse(input.layerName(), call);
        return List.of(Access.to("lambda:DeleteLayerVersion", name.versionArn(input.versionNumber())));
    }

    @Override
    public DeleteLayerVersionResponse handle(DeleteLayerVersionRequest input, Call call) {
        LayerName name = LayerName.parse(input.layerName(), call);
        layers.delete(name.account(), name.region(), name.name(), input.versionNumber());
        return DeleteLayerVersionResponse.builder().build();
    }
}
