package dev.virga.services.dynamodb;

import dev.virga.api.dynamodb.AttributeValue;
import dev.virga.api.dynamodb.DynamodbOps;
import dev.virga.api.dynamodb.ScanInput;
import dev.virga.api.dynamodb.ScanOutput;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads a table or an index in the order of its rows, which is stable; a segment is an equal part
/// of the partitions' hashes.
final class Scan implements Operation<ScanInput, ScanOutput> {
    private final DefinitionTable definitions;
    private final ItemTable items;
    private final ItemPages pages;

    Scan(DefinitionTable definitions, ItemTable items, ItemPages pages) {
        this.definitions = definitions;
        this.items = items;
        this.pages = pages;
    }

    @Override
    public Op<ScanInput, ScanOutput> op() {
        return DynamodbOps.Scan;
    }

    @Override
    public List<Access> access(ScanInput input, Call call) {
        String arn = DefinitionTable.arn(call, input.tableName());
        String resource = input.indexName() == null ? arn : arn + "/index/" + input.indexName();
        return List.of(TableAccess.item("Scan", resource, () -> {
            ProjectionExpression projection = parse(input).projection;
            TableAccess.Values values = new TableAccess.Values()
                    .with(TableAccess.SELECT, input.select())
                    .with(TableAccess.RETURN_CONSUMED_CAPACITY, input.returnConsumedCapacity());
            if (projection != null) {
                values.with(TableAccess.SELECT, "SPECIFIC_ATTRIBUTES").with(TableAccess.ATTRIBUTES, projection.heads());
            }
            return values.build();
        }));
    }

    @Override
    public ScanOutput handle(ScanInput input, Call call) {
        checkSegments(input);
        Parsed parsed = parse(input);
        boolean consistent = Boolean.TRUE.equals(input.consistentRead());
        Table table = definitions.get(call, input.tableName());
        Selection selection = Selection.of(
                table,
                input.indexName(),
                input.select(),
                consistent,
                projectionParameter(input),
                parsed.projection,
                parsed.filter);
        IndexDefinition index = selection.index();
        int segments = input.totalSegments() == null ? 1 : input.totalSegments();
        int segment = input.segment() == null ? 0 : input.segment();
        ItemTable.Range range = items.all(index, segment, segments);
        Map<String, AttributeValue> start = selection.checkedStart(input.exclusiveStartKey(), table);
        if (start != null && !range.holds(items.position(table, index, start))) {
            throw DynamodbErrors.validation(
                    "The provided starting key is invalid: Invalid ExclusiveStartKey. Please use ExclusiveStartKey with"
                            + " correct Segment. TotalSegments: " + segments + " Segment: " + segment);
        }
        ItemPages.Page page = pages.read(new ItemPages.Request(
                table,
                index,
                range,
                false,
                start,
                input.limit() == null ? Integer.MAX_VALUE : input.limit(),
                selection.whole(),
                parsed.filter,
                parsed.projection,
                selection.count()));
        return ScanOutput.builder()
                .items(selection.count() ? null : page.items())
                .count(page.count())
                .scannedCount(page.scanned())
                .lastEvaluatedKey(page.lastKey())
                .consumedCapacity(page.consumed(input.returnConsumedCapacity(), input.tableName(), index, consistent))
                .build();
    }

    private static void checkSegments(ScanInput input) {
        if (input.segment() != null && input.totalSegments() == null) {
            throw DynamodbErrors.validation("The TotalSegments parameter is required but was not present in the request"
                    + " when Segment parameter is present");
        }
        if (input.totalSegments() != null && input.segment() == null) {
            throw DynamodbErrors.validation("The Segment parameter is required but was not present in the request when"
                    + " parameter TotalSegments is present");
        }
        if (input.segment() != null && input.segment() >= input.totalSegments()) {
            throw DynamodbErrors.validation("The Segment parameter is zero-based and must be less than parameter"
                    + " TotalSegments: Segment: " + input.segment() + " is not less than TotalSegments: "
                    + input.totalSegments());
        }
    }

    private static @Nullable String projectionParameter(ScanInput input) {
        return input.projectionExpression() != null
                ? "ProjectionExpression"
                : input.attributesToGet() != null ? "AttributesToGet" : null;
    }

    private record Parsed(
            @Nullable Condition filter, @Nullable ProjectionExpression projection) {}

    private static Parsed parse(ScanInput input) {
        ExpressionAttributes attributes = new ExpressionParameters()
                .expression("ProjectionExpression", input.projectionExpression())
                .expression("FilterExpression", input.filterExpression())
                .legacy("AttributesToGet", input.attributesToGet())
                .legacy("ScanFilter", input.scanFilter())
                .legacy("ConditionalOperator", input.conditionalOperator())
                .attributes(input.expressionAttributeNames(), input.expressionAttributeValues());
        Condition filter = input.filterExpression() == null
                ? LegacyConditions.filter(input.scanFilter(), input.conditionalOperator())
                : ConditionExpression.parse("FilterExpression", input.filterExpression(), attributes);
        ProjectionExpression projection = input.projectionExpression() == null
                ? input.attributesToGet() == null ? null : ProjectionExpression.ofAttributes(input.attributesToGet())
                : ProjectionExpression.parse(input.projectionExpression(), attributes);
        attributes.checkAllUsed();
        return new Parsed(filter, projection);
    }
}
