package dev.virga.services.dynamodb;

import dev.virga.api.dynamodb.DescribeTimeToLiveInput;
import dev.virga.api.dynamodb.DescribeTimeToLiveOutput;
import dev.virga.api.dynamodb.DynamodbOps;
import dev.virga.api.dynamodb.TimeToLiveDescription;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

final class DescribeTimeToLive implements Operation<DescribeTimeToLiveInput, DescribeTimeToLiveOutput> {
    private final DefinitionTable definitions;

    DescribeTimeToLive(DefinitionTable definitions) {
        this.definitions = definitions;
    }

    @Override
    public Op<DescribeTimeToLiveInput, DescribeTimeToLiveOutput> op() {
        return DynamodbOps.DescribeTimeToLive;
    }

    @Override
    public List<Access> access(DescribeTimeToLiveInput input, Call call) {
        return TableAccess.table("DescribeTimeToLive", call, input.tableName());
    }

    @Override
    public DescribeTimeToLiveOutput handle(DescribeTimeToLiveInput input, Call call) {
        String attribute =
                definitions.getByName(call, input.tableName()).definition().timeToLive();
        return DescribeTimeToLiveOutput.builder()
                .timeToLiveDescription(TimeToLiveDescription.builder()
                        .timeToLiveStatus(attribute == null ? "DISABLED" : "ENABLED")
                        .attributeName(attribute)
                        .build())
                .build();
    }
}
