package dev.virga.services.lambda;

import dev.virga.api.lambda.LambdaOps;
import dev.virga.api.lambda.LayersListItem;
import dev.virga.api.lambda.ListLayersRequest;
import dev.virga.api.lambda.ListLayersResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.ArrayList;
import java.util.List;

/// Layers with their newest versions.
final class ListLayers implements Operation<ListLayersRequest, ListLayersResponse> {
    private static final int MAX_ITEMS = 50;
    /// Versions that are looked at for one that fits.
    private static final int MAX_VERSIONS = 100;

    private final LayerTable layers;

    ListLayers(LayerTable layers) {
        this.layers = layers;
    }

    @Override
    public Op<ListLayersRequest, ListLayersResponse> op() {
        return LambdaOps.ListLayers;
    }

    @Override
    public List<Access> access(ListLayersRequest input, Call call) {
        return List.of(Access.to("lambda:ListLayers", "*"));
    }

    @Override
    public ListLayersResponse handle(ListLayersRequest input, Call call) {
        Marker marker = Marker.parse(input.marker());
        int max = input.maxItems() == null ? MAX_ITEMS : input.maxItems();
        List<String> names =
                layers.names(call.account(), call.region(), marker == null ? null : marker.name(), max + 1);
        ListLayersResponse.Builder answer = ListLayersResponse.builder();
        if (names.size() > max) {
            names = names.subList(0, max);
            answer.nextMarker(new Marker(names.getLast(), null).toString());
        }
        List<LayersListItem> items = new ArrayList<>();
        for (String each : names) {
            LayerName name = new LayerName(call.account(), call.region(), each);
            for (LayerTable.LayerVersion version :
                    layers.versions(call.account(), call.region(), each, null, MAX_VERSIONS)) {
                if (LayerShapes.fits(version, input.compatibleRuntime(), input.compatibleArchitecture())) {
                    items.add(LayersListItem.builder()
                            .layerName(each)
                            .layerArn(name.arn())
                            .latestMatchingVersion(LayerShapes.item(version, name))
                            .build());
                    break;
                }
            }
        }
        return answer.layers(items).build();
    }
}
