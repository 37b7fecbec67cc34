package dev.virga.services.dynamodb;

import dev.virga.api.dynamodb.AttributeValue;
import dev.virga.api.dynamodb.ConditionCheck;
import dev.virga.api.dynamodb.ConsumedCapacity;
import dev.virga.api.dynamodb.Delete;
import dev.virga.api.dynamodb.DynamodbOps;
import dev.virga.api.dynamodb.IdempotentParameterMismatchException;
import dev.virga.api.dynamodb.ItemCollectionMetrics;
import dev.virga.api.dynamodb.Put;
import dev.virga.api.dynamodb.TransactWriteItem;
import dev.virga.api.dynamodb.TransactWriteItemsInput;
import dev.virga.api.dynamodb.TransactWriteItemsOutput;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One commit over all tables, or none of it. A client request token makes a repetition within ten
/// minutes do nothing.
final class TransactWriteItems implements Operation<TransactWriteItemsInput, TransactWriteItemsOutput> {
    private final ItemTransaction transaction;
    private final TokenTable tokens;
    private final TableAccess access;

    TransactWriteItems(ItemTransaction transaction, TokenTable tokens, TableAccess access) {
        this.transaction = transaction;
        this.tokens = tokens;
        this.access = access;
    }

    @Override
    public Op<TransactWriteItemsInput, TransactWriteItemsOutput> op() {
        return DynamodbOps.TransactWriteItems;
    }

    @Override
    public List<Access> access(TransactWriteItemsInput input, Call call) {
        List<Access> all = new ArrayList<>();
        for (TransactWriteItem item : input.transactItems()) {
            Wanted wanted = wanted(item);
            all.add(TableAccess.item(
                    wanted.action, DefinitionTable.arn(call, wanted.table), () -> conditions(wanted, call)));
        }
        return all;
    }

    private Map<String, List<String>> conditions(Wanted wanted, Call call) {
        List<String> attributes = new ArrayList<>(wanted.key.keySet());
        if (wanted.update != null) {
            wanted.update.paths().forEach(path -> attributes.add(path.head()));
        }
        return new TableAccess.Values()
                .with(TableAccess.LEADING_KEYS, access.leadingKeys(call, wanted.table, List.of(wanted.key)))
                .with(TableAccess.ATTRIBUTES, attributes)
                .with(TableAccess.ENCLOSING_OPERATION, "TransactWriteItems")
                .build();
    }

    @Override
    public TransactWriteItemsOutput handle(TransactWriteItemsInput input, Call call) {
        List<ItemTransaction.Part> parts = new ArrayList<>();
        for (TransactWriteItem item : input.transactItems()) {
            Wanted wanted = wanted(item);
            parts.add(new ItemTransaction.Part(wanted.table, wanted.returnOld, table -> change(wanted, table)));
        }
        String token = input.clientRequestToken();
        ItemTransaction.Token identity =
                token == null ? null : new ItemTransaction.Token(token, TransactionDigest.of(input));
        if (identity != null && carriedOut(call, identity)) {
            return TransactWriteItemsOutput.builder().build();
        }
        List<ItemWriter.Written> written = transaction.write(call, parts, identity);
        // Null: the same request was carried out meanwhile.
        return written == null ? TransactWriteItemsOutput.builder().build() : output(input, parts, written);
    }

    private boolean carriedOut(Call call, ItemTransaction.Token token) {
        byte[] before = tokens.find(call, token.token());
        if (before != null && !Arrays.equals(before, token.digest())) {
            throw new IdempotentParameterMismatchException(
                    "Request uses the same client token as a previous, but non-identical request. Do not reuse a client"
                            + " token with different requests, unless the requests are identical");
        }
        return before != null;
    }

    private static TransactWriteItemsOutput output(
            TransactWriteItemsInput input, List<ItemTransaction.Part> parts, List<ItemWriter.Written> written) {
        Map<String, Capacity> capacities = new LinkedHashMap<>();
        Map<String, List<ItemCollectionMetrics>> collections = new LinkedHashMap<>();
        for (int i = 0; i < written.size(); i++) {
            String table = parts.get(i).table();
            capacities.computeIfAbsent(table, Capacity::new).written(written.get(i), true);
            ItemCollectionMetrics metrics =
                    ReturnValues.itemCollection(input.returnItemCollectionMetrics(), written.get(i));
            if (metrics != null) {
                collections.computeIfAbsent(table, t -> new ArrayList<>()).add(metrics);
            }
        }
        List<ConsumedCapacity> consumed = new ArrayList<>();
        for (Capacity capacity : capacities.values()) {
            ConsumedCapacity units = capacity.build(input.returnConsumedCapacity(), true);
            if (units != null) {
                consumed.add(units);
            }
        }
        return TransactWriteItemsOutput.builder()
                .consumedCapacity(consumed.isEmpty() ? null : consumed)
                .itemCollectionMetrics(collections.isEmpty() ? null : collections)
                .build();
    }

    /// One of the four kinds, with its expressions read.
    ///
    /// @param key the whole item of a put
    private record Wanted(
            String action,
            String table,
            Map<String, AttributeValue> key,
            @Nullable Update update,
            @Nullable Condition condition,
            boolean returnOld) {}

    private static Wanted wanted(TransactWriteItem item) {
        Put put = item.put();
        Delete delete = item.delete();
        dev.virga.api.dynamodb.Update update = item.update();
        ConditionCheck check = item.conditionCheck();
        if ((put == null ? 0 : 1) + (delete == null ? 0 : 1) + (update == null ? 0 : 1) + (check == null ? 0 : 1)
                != 1) {
            throw DynamodbErrors.validation("TransactItems can only contain one of Check, Put, Update or Delete");
        }
        if (put != null) {
            ExpressionAttributes attributes = attributes(
                    put.conditionExpression(), put.expressionAttributeNames(), put.expressionAttributeValues());
            return wanted(
                    "PutItem",
                    put.tableName(),
                    put.item(),
                    null,
                    put.conditionExpression(),
                    attributes,
                    put.returnValuesOnConditionCheckFailure());
        }
        if (delete != null) {
            ExpressionAttributes attributes = attributes(
                    delete.conditionExpression(),
                    delete.expressionAttributeNames(),
                    delete.expressionAttributeValues());
            return wanted(
                    "DeleteItem",
                    delete.tableName(),
                    delete.key(),
                    null,
                    delete.conditionExpression(),
                    attributes,
                    delete.returnValuesOnConditionCheckFailure());
        }
        if (check != null) {
            ExpressionAttributes attributes = attributes(
                    check.conditionExpression(), check.expressionAttributeNames(), check.expressionAttributeValues());
            return wanted(
                    "ConditionCheckItem",
                    check.tableName(),
                    check.key(),
                    null,
                    check.conditionExpression(),
                    attributes,
                    check.returnValuesOnConditionCheckFailure());
        }
        ExpressionAttributes attributes = new ExpressionParameters()
                .expression("UpdateExpression", update.updateExpression())
                .attributes(update.expressionAttributeNames(), update.expressionAttributeValues());
        return wanted(
                "UpdateItem",
                update.tableName(),
                update.key(),
                UpdateExpression.parse(update.updateExpression(), attributes),
                update.conditionExpression(),
                attributes,
                update.returnValuesOnConditionCheckFailure());
    }

    private static ExpressionAttributes attributes(
            @Nullable String condition,
            @Nullable Map<String, String> names,
            @Nullable Map<String, AttributeValue> values) {
        return new ExpressionParameters()
                .expression("ConditionExpression", condition)
                .attributes(names, values);
    }

    private static Wanted wanted(
            String action,
            String table,
            Map<String, AttributeValue> key,
            @Nullable Update update,
            @Nullable String condition,
            ExpressionAttributes attributes,
            @Nullable String returnValues) {
        Condition parsed =
                condition == null ? null : ConditionExpression.parse("ConditionExpression", condition, attributes);
        attributes.checkAllUsed();
        return new Wanted(action, table, key, update, parsed, "ALL_OLD".equals(returnValues));
    }

    private static ItemChange change(Wanted wanted, Table table) {
        return switch (wanted.action) {
            case "PutItem" -> PutItem.change(AttributeValues.checked(wanted.key), wanted.condition, table);
            case "UpdateItem" -> UpdateItem.change(wanted.key, wanted.update, wanted.condition, table);
            case "DeleteItem" ->
                new ItemChange.Delete(KeyValues.checkedKey(wanted.key, table.schema()), wanted.condition);
            default -> {
                if (wanted.condition == null) {
                    throw DynamodbErrors.validation("The expression can not be empty;");
                }
                yield new ItemChange.Check(KeyValues.checkedKey(wanted.key, table.schema()), wanted.condition);
            }
        };
    }
}
