package dev.virga.services.dynamodb;

import dev.virga.api.dynamodb.CreateGlobalSecondaryIndexAction;
import dev.virga.api.dynamodb.DynamodbOps;
import dev.virga.api.dynamodb.GlobalSecondaryIndexUpdate;
import dev.virga.api.dynamodb.LimitExceededException;
import dev.virga.api.dynamodb.ResourceInUseException;
import dev.virga.api.dynamodb.ResourceNotFoundException;
import dev.virga.api.dynamodb.UpdateGlobalSecondaryIndexAction;
import dev.virga.api.dynamodb.UpdateTableInput;
import dev.virga.api.dynamodb.UpdateTableOutput;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.store.Store;
import dev.virga.wire.Op;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Billing mode, throughput, deletion protection, table class, and one index made or deleted. A new
/// index is maintained from this commit on and filled by [Backfill].
final class UpdateTable implements Operation<UpdateTableInput, UpdateTableOutput> {
    private final DefinitionTable definitions;
    private final Backfill backfill;
    private final ItemCounts counts;

    UpdateTable(DefinitionTable definitions, Backfill backfill, ItemCounts counts) {
        this.definitions = definitions;
        this.backfill = backfill;
        this.counts = counts;
    }

    @Override
    public Op<UpdateTableInput, UpdateTableOutput> op() {
        return DynamodbOps.UpdateTable;
    }

    @Override
    public List<Access> access(UpdateTableInput input, Call call) {
        return TableAccess.table("UpdateTable", call, input.tableName());
    }

    @Override
    public UpdateTableOutput handle(UpdateTableInput input, Call call) {
        refuseUnsupported(input);
        Table table = definitions.getByName(call, input.tableName());
        List<GlobalSecondaryIndexUpdate> indexUpdates =
                input.globalSecondaryIndexUpdates() == null ? List.of() : input.globalSecondaryIndexUpdates();
        checkOneAtATime(indexUpdates);
        List<Store.Write> more = new ArrayList<>();
        for (GlobalSecondaryIndexUpdate update : indexUpdates) {
            if (update.create() != null) {
                more.add(backfill.start(table.definition(), update.create().indexName(), call.time()));
            } else if (update.delete() != null) {
                IndexDefinition index =
                        existing(table.definition(), update.delete().indexName());
                more.add(ItemTable.deleteIndex(table.domain(), index));
            }
        }
        TableDefinition changed = definitions.update(
                call, input.tableName(), definition -> change(input, indexUpdates, definition, call), more);
        return UpdateTableOutput.builder()
                .tableDescription(DescribedTable.of(changed, "UPDATING", counts.of(table)))
                .build();
    }

    private static void refuseUnsupported(UpdateTableInput input) {
        Map<String, @Nullable Object> unsupported = new LinkedHashMap<>();
        unsupported.put("StreamSpecification", input.streamSpecification());
        unsupported.put("SSESpecification", input.sseSpecification());
        unsupported.put("ReplicaUpdates", input.replicaUpdates());
        unsupported.put("GlobalTableWitnessUpdates", input.globalTableWitnessUpdates());
        unsupported.put("MultiRegionConsistency", input.multiRegionConsistency());
        unsupported.put("WarmThroughput", input.warmThroughput());
        unsupported.put("OnDemandThroughput", input.onDemandThroughput());
        unsupported.forEach((name, value) -> {
            if (value != null) {
                throw DynamodbErrors.notImplemented("dynamodb:UpdateTable with " + name);
            }
        });
    }

    private static void checkOneAtATime(List<GlobalSecondaryIndexUpdate> updates) {
        long madeOrDeleted = updates.stream()
                .filter(u -> u.create() != null || u.delete() != null)
                .count();
        if (madeOrDeleted > 1) {
            throw new LimitExceededException("Subscriber limit exceeded: Only 1 online index can be created or deleted"
                    + " simultaneously per table");
        }
    }

    private static TableDefinition change(
            UpdateTableInput input, List<GlobalSecondaryIndexUpdate> indexUpdates, TableDefinition before, Call call) {
        TableDefinition changed = billing(input, before, call)
                .withSettings(
                        input.deletionProtectionEnabled() == null
                                ? before.deletionProtection()
                                : input.deletionProtectionEnabled(),
                        input.tableClass() == null ? before.tableClass() : input.tableClass());
        for (GlobalSecondaryIndexUpdate update : indexUpdates) {
            changed = change(update, input, changed);
        }
        return changed;
    }

    private static TableDefinition billing(UpdateTableInput input, TableDefinition before, Call call) {
        boolean onDemand = input.billingMode() == null
                ? before.onDemand()
                : input.billingMode().equals("PAY_PER_REQUEST");
        if (onDemand) {
            if (input.provisionedThroughput() != null) {
                throw DynamodbErrors.invalid("Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when"
                        + " BillingMode is PAY_PER_REQUEST");
            }
            return before.withBilling(true, before.onDemand() ? before.onDemandSince() : call.time(), Throughput.NONE);
        }
        if (input.provisionedThroughput() == null) {
            if (before.onDemand()) {
                throw DynamodbErrors.invalid("ReadCapacityUnits and WriteCapacityUnits must both be specified when"
                        + " BillingMode is PROVISIONED");
            }
            return before;
        }
        Throughput wanted = TableShape.throughput(input.provisionedThroughput());
        if (!before.onDemand()
                && wanted.equals(before.throughput())
                && input.globalSecondaryIndexUpdates() == null
                && input.deletionProtectionEnabled() == null
                && input.tableClass() == null) {
            throw unchanged(wanted);
        }
        return before.withBilling(false, null, wanted);
    }

    private static RuntimeException unchanged(Throughput t) {
        return DynamodbErrors.validation(
                "The provisioned throughput for the table will not change. The requested value"
                        + " equals the current value. Current ReadCapacityUnits provisioned for the table: " + t.read()
                        + ". Requested ReadCapacityUnits: " + t.read()
                        + ". Current WriteCapacityUnits provisioned for the table: " + t.write()
                        + ". Requested WriteCapacityUnits: " + t.write()
                        + ". Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits.");
    }

    private static IndexDefinition existing(TableDefinition table, String name) {
        IndexDefinition index = table.index(name);
        if (index == null || !index.global()) {
            throw new ResourceNotFoundException("Requested resource not found: Index: " + name + " not found");
        }
        return index;
    }

    private static TableDefinition change(
            GlobalSecondaryIndexUpdate update, UpdateTableInput input, TableDefinition table) {
        if (update.create() != null) {
            return create(update.create(), input, table);
        }
        if (update.delete() != null) {
            IndexDefinition index = existing(table, update.delete().indexName());
            if (!index.active()) {
                throw new ResourceInUseException(
                        "Attempting to delete an index that is being created: " + index.name());
            }
            TableDefinition without = table.withoutIndex(index.name());
            return without.withAttributeTypes(used(without));
        }
        UpdateGlobalSecondaryIndexAction action = update.update();
        if (action == null) {
            throw DynamodbErrors.invalid("One of GlobalSecondaryIndexUpdate members must be specified");
        }
        IndexDefinition index = existing(table, action.indexName());
        if (action.provisionedThroughput() == null) {
            return table;
        }
        return table.withIndex(index.withThroughput(TableShape.throughput(action.provisionedThroughput())));
    }

    /// Attribute definitions that some key still uses.
    private static Map<String, String> used(TableDefinition table) {
        Map<String, String> types = new LinkedHashMap<>(table.attributeTypes());
        types.keySet()
                .removeIf(name -> !table.schema().has(name)
                        && table.indexes().stream().noneMatch(i -> i.schema().has(name)));
        return types;
    }

    private static TableDefinition create(
            CreateGlobalSecondaryIndexAction action, UpdateTableInput input, TableDefinition table) {
        if (table.index(action.indexName()) != null) {
            throw DynamodbErrors.validation(
                    "Attempting to create an index which already exists: " + action.indexName());
        }
        if (table.indexes(true).size() >= TableShape.MAX_GLOBAL_INDEXES) {
            throw new LimitExceededException(
                    "Subscriber limit exceeded: GlobalSecondaryIndex count exceeds the per-table" + " limit of "
                            + TableShape.MAX_GLOBAL_INDEXES);
        }
        if (table.indexes().stream().anyMatch(i -> !i.active())) {
            throw new LimitExceededException("Subscriber limit exceeded: Only 1 online index can be created or deleted"
                    + " simultaneously per table");
        }
        Map<String, String> types = new LinkedHashMap<>(table.attributeTypes());
        TableShape.types(input.attributeDefinitions()).forEach((name, type) -> {
            String known = types.putIfAbsent(name, type);
            if (known != null && !known.equals(type)) {
                throw DynamodbErrors.invalid("Attribute " + name + " is defined with type " + known + " already");
            }
        });
        TableShape shape = new TableShape(types, table.onDemand());
        IndexDefinition index = shape.global(
                        action.indexName(),
                        table.nextIndexNumber(),
                        action.keySchema(),
                        action.projection(),
                        action.provisionedThroughput())
                .filling();
        TableDefinition changed = table.withIndex(index);
        return changed.withAttributeTypes(types).withAttributeTypes(used(changed.withAttributeTypes(types)));
    }
}
