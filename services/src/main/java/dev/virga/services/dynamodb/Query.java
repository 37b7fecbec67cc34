package dev.virga.services.dynamodb;

import dev.virga.api.dynamodb.AttributeValue;
import dev.virga.api.dynamodb.DynamodbOps;
import dev.virga.api.dynamodb.QueryInput;
import dev.virga.api.dynamodb.QueryOutput;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

final class Query implements Operation<QueryInput, QueryOutput> {
    private final DefinitionTable definitions;
    private final ItemTable items;
    private final ItemPages pages;

    Query(DefinitionTable definitions, ItemTable items, ItemPages pages) {
        this.definitions = definitions;
        this.items = items;
        this.pages = pages;
    }

    @Override
    public Op<QueryInput, QueryOutput> op() {
        return DynamodbOps.Query;
    }

    @Override
    public List<Access> access(QueryInput input, Call call) {
        String arn = DefinitionTable.arn(call, input.tableName());
        String resource = input.indexName() == null ? arn : arn + "/index/" + input.indexName();
        return List.of(TableAccess.item("Query", resource, () -> conditions(input, call)));
    }

    private Map<String, List<String>> conditions(QueryInput input, Call call) {
        Parsed parsed = parse(input);
        TableAccess.Values values = new TableAccess.Values()
                .with(TableAccess.SELECT, input.select())
                .with(TableAccess.RETURN_CONSUMED_CAPACITY, input.returnConsumedCapacity());
        Table table = definitions.find(call, input.tableName());
        if (table == null) {
            return values.build();
        }
        KeySchema schema = schema(table, input.indexName());
        KeyCondition condition = KeyConditionExpression.of(parsed.key, schema);
        values.with(TableAccess.LEADING_KEYS, List.of(TableAccess.text(condition.partition())));
        if (parsed.projection != null) {
            Set<String> attributes = new LinkedHashSet<>(parsed.projection.heads());
            Set<DocumentPath> paths = new LinkedHashSet<>();
            parsed.key.collectPaths(paths);
            if (parsed.filter != null) {
                parsed.filter.collectPaths(paths);
            }
            paths.forEach(path -> attributes.add(path.head()));
            values.with(TableAccess.SELECT, "SPECIFIC_ATTRIBUTES")
                    .with(TableAccess.ATTRIBUTES, List.copyOf(attributes));
        }
        return values.build();
    }

    private static KeySchema schema(Table table, @Nullable String indexName) {
        IndexDefinition index = indexName == null ? null : table.definition().index(indexName);
        return index == null ? table.schema() : index.schema();
    }

    @Override
    public QueryOutput handle(QueryInput input, Call call) {
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
        KeySchema schema = index == null ? table.schema() : index.schema();
        KeyCondition condition = KeyConditionExpression.of(parsed.key, schema);
        checkFilter(parsed.filter, schema, input.filterExpression() == null ? "QueryFilter" : "Filter Expression");
        ItemTable.Range range = items.range(index, condition);
        Map<String, AttributeValue> start = selection.checkedStart(input.exclusiveStartKey(), table);
        if (start != null && !range.holds(items.position(table, index, start))) {
            throw DynamodbErrors.validation(
                    "The provided starting key is outside query boundaries based on provided conditions");
        }
        ItemPages.Page page = pages.read(new ItemPages.Request(
                table,
                index,
                range,
                Boolean.FALSE.equals(input.scanIndexForward()),
                start,
                input.limit() == null ? Integer.MAX_VALUE : input.limit(),
                selection.whole(),
                parsed.filter,
                parsed.projection,
                selection.count()));
        return QueryOutput.builder()
                .items(selection.count() ? null : page.items())
                .count(page.count())
                .scannedCount(page.scanned())
                .lastEvaluatedKey(page.lastKey())
                .consumedCapacity(page.consumed(input.returnConsumedCapacity(), input.tableName(), index, consistent))
                .build();
    }

    private static @Nullable String projectionParameter(QueryInput input) {
        return input.projectionExpression() != null
                ? "ProjectionExpression"
                : input.attributesToGet() != null ? "AttributesToGet" : null;
    }

    private static void checkFilter(@Nullable Condition filter, KeySchema schema, String parameter) {
        Set<DocumentPath> paths = new LinkedHashSet<>();
        if (filter != null) {
            filter.collectPaths(paths);
        }
        for (DocumentPath path : paths) {
            if (schema.has(path.head())) {
                throw DynamodbErrors.validation(parameter
                        + " can only contain non-primary key attributes: Primary key attribute: " + path.head());
            }
        }
    }

    private record Parsed(
            Condition key,
            @Nullable Condition filter,
            @Nullable ProjectionExpression projection) {}

    private static Parsed parse(QueryInput input) {
        ExpressionParameters parameters = new ExpressionParameters()
                .expression("ProjectionExpression", input.projectionExpression())
                .expression("FilterExpression", input.filterExpression())
                .expression("KeyConditionExpression", input.keyConditionExpression())
                .legacy("AttributesToGet", input.attributesToGet())
                .legacy("QueryFilter", input.queryFilter())
                .legacy("ConditionalOperator", input.conditionalOperator());
        if (input.keyConditionExpression() != null) {
            parameters.legacy("KeyConditions", input.keyConditions());
        }
        ExpressionAttributes attributes =
                parameters.attributes(input.expressionAttributeNames(), input.expressionAttributeValues());
        Condition key = input.keyConditionExpression() == null
                ? LegacyConditions.filter(input.keyConditions(), null)
                : ConditionExpression.parse("KeyConditionExpression", input.keyConditionExpression(), attributes);
        if (key == null) {
            throw DynamodbErrors.validation("Either the KeyConditions or KeyConditionExpression parameter must be"
                    + " specified in the request.");
        }
        Condition filter = input.filterExpression() == null
                ? LegacyConditions.filter(input.queryFilter(), input.conditionalOperator())
                : ConditionExpression.parse("FilterExpression", input.filterExpression(), attributes);
        ProjectionExpression projection = input.projectionExpression() == null
                ? input.attributesToGet() == null ? null : ProjectionExpression.ofAttributes(input.attributesToGet())
                : ProjectionExpression.parse(input.projectionExpression(), attributes);
        attributes.checkAllUsed();
        return new Parsed(key, filter, projection);
    }
}
