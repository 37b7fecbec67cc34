package dev.virga.services.lambda;

import dev.virga.api.lambda.GetLayerVersionByArnRequest;
import dev.virga.api.lambda.GetLayerVersionResponse;
import dev.virga.api.lambda.LambdaOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// One version of a layer, named by its ARN.
final class GetLayerVersionByArn implements Operation<GetLayerVersionByArnRequest, GetLayerVersionResponse> {
    private final LayerTable layers;
    private final CodeLinks links;

    GetLayerVersionByArn(LayerTable layers, CodeLinks links) {
        this.layers = layers;
        this.links = links;
    }

    @Override
    public Op<GetLayerVersionByArnRequest, GetLayerVersionResponse> op() {
        return LambdaOps.GetLayerVersionByArn;
    }

    @Override
    public List<Access> access(GetLayerVersionByArnRequest input, Call call) {
        return List.of(Access.to("lambda:GetLayerVersion", input.arn()));
    }

    @Override
    public GetLayerVersionResponse handle(GetLayerVersionByArnRequest input, Call call) {
        int colon = input.arn().lastIndexOf(':');
        LayerName name = LayerName.parse(input.arn().substring(0, colon), call);
        String number = input.arn().substring(colon + 1);
        if (!FunctionName.isNumber(number)) {
            throw LambdaErrors.invalid("Invalid layer version ARN: " + input.arn());
        }
        return LayerShapes.version(LayerShapes.get(layers, name, Long.parseLong(number)), name, links, call);
    }
}
