package dev.virga.services.dynamodb;

import dev.virga.api.dynamodb.AttributeDefinition;
import dev.virga.api.dynamodb.BillingModeSummary;
import dev.virga.api.dynamodb.GlobalSecondaryIndexDescription;
import dev.virga.api.dynamodb.KeySchemaElement;
import dev.virga.api.dynamodb.LocalSecondaryIndexDescription;
import dev.virga.api.dynamodb.Projection;
import dev.virga.api.dynamodb.ProvisionedThroughputDescription;
import dev.virga.api.dynamodb.TableClassSummary;
import dev.virga.api.dynamodb.TableDescription;
import java.util.ArrayList;
import java.util.List;

/// A table as CreateTable, DescribeTable, UpdateTable and DeleteTable show it.
final class DescribedTable {
    private DescribedTable() {}

    /// @param status of the table, e.g. `ACTIVE`
    static TableDescription of(TableDefinition d, String status, ItemCount count) {
        TableDescription.Builder description = TableDescription.builder()
                .tableName(d.name())
                .tableArn(d.arn())
                .tableId(d.id())
                .tableStatus(status)
                .creationDateTime(d.created())
                .keySchema(schema(d.schema()))
                .attributeDefinitions(attributeDefinitions(d))
                .provisionedThroughput(throughput(d.throughput()))
                .itemCount(count.items())
                .tableSizeBytes(count.bytes())
                .deletionProtectionEnabled(d.deletionProtection());
        if (d.onDemand()) {
            description.billingModeSummary(BillingModeSummary.builder()
                    .billingMode("PAY_PER_REQUEST")
                    .lastUpdateToPayPerRequestDateTime(d.onDemandSince())
                    .build());
        }
        if (!d.tableClass().equals("STANDARD")) {
            description.tableClassSummary(
                    TableClassSummary.builder().tableClass(d.tableClass()).build());
        }
        List<LocalSecondaryIndexDescription> local = new ArrayList<>();
        d.indexes(false).forEach(index -> local.add(local(d, index)));
        List<GlobalSecondaryIndexDescription> global = new ArrayList<>();
        d.indexes(true).forEach(index -> global.add(global(d, index, status)));
        return description
                .localSecondaryIndexes(local.isEmpty() ? null : local)
                .globalSecondaryIndexes(global.isEmpty() ? null : global)
                .build();
    }

    private static List<AttributeDefinition> attributeDefinitions(TableDefinition d) {
        List<AttributeDefinition> all = new ArrayList<>();
        d.attributeTypes()
                .forEach((name, type) -> all.add(AttributeDefinition.builder()
                        .attributeName(name)
                        .attributeType(type)
                        .build()));
        return all;
    }

    private static List<KeySchemaElement> schema(KeySchema schema) {
        List<KeySchemaElement> elements = new ArrayList<>();
        for (String name : schema.names()) {
            elements.add(KeySchemaElement.builder()
                    .attributeName(name)
                    .keyType(elements.isEmpty() ? "HASH" : "RANGE")
                    .build());
        }
        return elements;
    }

    private static ProvisionedThroughputDescription throughput(Throughput throughput) {
        return ProvisionedThroughputDescription.builder()
                .numberOfDecreasesToday(0L)
                .readCapacityUnits(throughput.read())
                .writeCapacityUnits(throughput.write())
                .build();
    }

    private static Projection projection(IndexDefinition index) {
        return Projection.builder()
                .projectionType(index.projectionType())
                .nonKeyAttributes(index.nonKeyAttributes().isEmpty() ? null : index.nonKeyAttributes())
                .build();
    }

    private static LocalSecondaryIndexDescription local(TableDefinition d, IndexDefinition index) {
        return LocalSecondaryIndexDescription.builder()
                .indexName(index.name())
                .indexArn(d.arn() + "/index/" + index.name())
                .keySchema(schema(index.schema()))
                .projection(projection(index))
                .indexSizeBytes(0L)
                .itemCount(0L)
                .build();
    }

    private static GlobalSecondaryIndexDescription global(TableDefinition d, IndexDefinition index, String status) {
        boolean filling = !index.active();
        return GlobalSecondaryIndexDescription.builder()
                .indexName(index.name())
                .indexArn(d.arn() + "/index/" + index.name())
                .keySchema(schema(index.schema()))
                .projection(projection(index))
                .indexStatus(filling || status.equals("CREATING") ? "CREATING" : "ACTIVE")
                .backfilling(filling ? Boolean.TRUE : null)
                .provisionedThroughput(throughput(d.onDemand() ? Throughput.NONE : index.throughput()))
                .indexSizeBytes(0L)
                .itemCount(0L)
                .build();
    }
}
