package dev.virga.services.dynamodb;

import dev.virga.api.dynamodb.DescribeTableInput;
import dev.virga.api.dynamodb.DescribeTableOutput;
import dev.virga.api.dynamodb.DynamodbOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

final class DescribeTable implements Operation<DescribeTableInput, DescribeTableOutput> {
    private final DefinitionTable definitions;
    private final ItemCounts counts;

    DescribeTable(DefinitionTable definitions, ItemCounts counts) {
        this.definitions = definitions;
        this.counts = counts;
    }

    @Override
    public Op<DescribeTableInput, DescribeTableOutput> op() {
        return DynamodbOps.DescribeTable;
    }

    @Override
    public List<Access> access(DescribeTableInput input, Call call) {
        return TableAccess.table("DescribeTable", call, input.tableName());
    }

    @Override
    public DescribeTableOutput handle(DescribeTableInput input, Call call) {
        Table table = definitions.getByName(call, input.tableName());
        boolean filling = table.definition().indexes().stream().anyMatch(index -> !index.active());
        return DescribeTableOutput.builder()
                .table(DescribedTable.of(table.definition(), filling ? "UPDATING" : "ACTIVE", counts.of(table)))
                .build();
    }
}
