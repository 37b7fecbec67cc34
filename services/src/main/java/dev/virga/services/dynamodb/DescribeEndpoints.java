package dev.virga.services.dynamodb;

import dev.virga.api.dynamodb.DescribeEndpointsRequest;
import dev.virga.api.dynamodb.DescribeEndpointsResponse;
import dev.virga.api.dynamodb.DynamodbOps;
import dev.virga.api.dynamodb.Endpoint;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// There is one endpoint: the one that was asked.
final class DescribeEndpoints implements Operation<DescribeEndpointsRequest, DescribeEndpointsResponse> {
    private static final long CACHE_MINUTES = 1440;

    @Override
    public Op<DescribeEndpointsRequest, DescribeEndpointsResponse> op() {
        return DynamodbOps.DescribeEndpoints;
    }

    @Override
    public List<Access> access(DescribeEndpointsRequest input, Call call) {
        return List.of(Access.to("dynamodb:DescribeEndpoints", "*"));
    }

    @Override
    public DescribeEndpointsResponse handle(DescribeEndpointsRequest input, Call call) {
        String address = call.endpoint().substring(call.endpoint().indexOf("//") + 2);
        return DescribeEndpointsResponse.builder()
                .endpoints(List.of(Endpoint.builder()
                        .address(address)
                        .cachePeriodInMinutes(CACHE_MINUTES)
                        .build()))
                .build();
    }
}
