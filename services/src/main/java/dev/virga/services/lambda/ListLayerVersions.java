package dev.virga.services.lambda;

import dev.virga.api.lambda.LambdaOps;
import dev.virga.api.lambda.ListLayerVersionsRequest;
import dev.virga.api.lambda.ListLayerVersionsResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Versions of a layer, newest first.
final class ListLayerVersions implements Operation<ListLayerVersionsRequest, ListLayerVersionsResponse> {
    private static final int MAX_ITEMS = 50;

    private final LayerTable layers;

    ListLayerVersions(LayerTable layers) {
        this.layers = layers;
    }

    @Override
    public Op<ListLayerVersionsRequest, ListLayerVersionsResponse> op() {
        return LambdaOps.ListLayerVersions;
    }

    @Override
    public List<Access> access(ListLayerVersionsRequest input, Call call) {
        return List.of(Access.to("lambda:ListLayerVersions", "*"));
    }

    @Override
    public ListLayerVersionsResponse handle(ListLayerVersionsRequest input, Call call) {
        LayerName name = LayerName.parse(input.layerName(), call);
        Marker marker = Marker.parse(input.marker());
        int max = input.maxItems() == null ? MAX_ITEMS : input.maxItems();
        List<LayerTable.LayerVersion> page = layers.versions(
                name.account(), name.region(), name.name(), marker == null ? null : marker.number(), max + 1);
        ListLayerVersionsResponse.Builder answer = ListLayerVersionsResponse.builder();
        if (page.size() > max) {
            page = page.subList(0, max);
            answer.nextMarker(new Marker(name.name(), page.getLast().number()).toString());
        }
        return answer.layerVersions(page.stream()
                        .filter(v -> LayerShapes.fits(v, input.compatibleRuntime(), input.compatibleArchitecture()))
                        .map(v -> LayerShapes.item(v, name))
                        .toList())
                .build();
    }
}
