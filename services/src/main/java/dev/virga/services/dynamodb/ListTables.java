package dev.virga.services.dynamodb;

import dev.virga.api.dynamodb.DynamodbOps;
import dev.virga.api.dynamodb.ListTablesInput;
import dev.virga.api.dynamodb.ListTablesOutput;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

final class ListTables implements Operation<ListTablesInput, ListTablesOutput> {
    private static final int MAX_NAMES = 100;

    private final DefinitionTable definitions;

    ListTables(DefinitionTable definitions) {
        this.definitions = definitions;
    }

    @Override
    public Op<ListTablesInput, ListTablesOutput> op() {
        return DynamodbOps.ListTables;
    }

    @Override
    public List<Access> access(ListTablesInput input, Call call) {
        return List.of(Access.to("dynamodb:ListTables", "*"));
    }

    @Override
    public ListTablesOutput handle(ListTablesInput input, Call call) {
        int limit = input.limit() == null ? MAX_NAMES : input.limit();
        List<String> names = definitions.names(call, input.exclusiveStartTableName(), limit + 1);
        boolean more = names.size() > limit;
        List<String> page = more ? names.subList(0, limit) : names;
        return ListTablesOutput.builder()
                .tableNames(page)
                .lastEvaluatedTableName(more ? page.getLast() : null)
                .build();
    }
}
