package dev.virga.services.dynamodb;

import dev.virga.api.dynamodb.DeleteTableInput;
import dev.virga.api.dynamodb.DeleteTableOutput;
import dev.virga.api.dynamodb.DynamodbOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// The table is gone when this returns; the answer says `DELETING` as clients expect it.
final class DeleteTable implements Operation<DeleteTableInput, DeleteTableOutput> {
    private final DefinitionTable definitions;

    DeleteTable(DefinitionTable definitions) {
        this.definitions = definitions;
    }

    @Override
    public Op<DeleteTableInput, DeleteTableOutput> op() {
        return DynamodbOps.DeleteTable;
    }

    @Override
    public List<Access> access(DeleteTableInput input, Call call) {
        return TableAccess.table("DeleteTable", call, input.tableName());
    }

    @Override
    public DeleteTableOutput handle(DeleteTableInput input, Call call) {
        TableDefinition deleted = definitions.delete(call, input.tableName(), definition -> {
            if (definition.deletionProtection()) {
                throw DynamodbErrors.validation("Resource cannot be deleted as it is currently protected against"
                        + " deletion. Disable deletion protection first.");
            }
        });
        return DeleteTableOutput.builder()
                .tableDescription(DescribedTable.of(deleted, "DELETING", ItemCount.NONE))
                .build();
    }
}
