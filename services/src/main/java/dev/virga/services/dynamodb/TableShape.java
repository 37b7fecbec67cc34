package dev.virga.services.dynamodb;

import dev.virga.api.dynamodb.AttributeDefinition;
import dev.virga.api.dynamodb.GlobalSecondaryIndex;
import dev.virga.api.dynamodb.KeySchemaElement;
import dev.virga.api.dynamodb.LocalSecondaryIndex;
import dev.virga.api.dynamodb.Projection;
import dev.virga.api.dynamodb.ProvisionedThroughput;
import dev.virga.services.dynamodb.KeySchema.KeyAttribute;
import dev.virga.wire.AwsException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Keys and indexes as CreateTable and UpdateTable describe them: checks and reads them.
final class TableShape {
    static final int MAX_LOCAL_INDEXES = 5;
    static final int MAX_GLOBAL_INDEXES = 20;
    private static final int MAX_NON_KEY_ATTRIBUTES = 100;
    private static final long MAX_UNITS = 1_000_000_000_000L;

    private final Map<String, String> types;
    private final boolean onDemand;

    TableShape(Map<String, String> types, boolean onDemand) {
        this.types = types;
        this.onDemand = onDemand;
    }

    static Map<String, String> types(@Nullable List<AttributeDefinition> definitions) {
        Map<String, String> types = new LinkedHashMap<>();
        if (definitions != null) {
            for (AttributeDefinition definition : definitions) {
                if (types.put(definition.attributeName(), definition.attributeType()) != null) {
                    throw DynamodbErrors.invalid(
                            "Duplicate AttributeName in AttributeDefinitions: " + definition.attributeName());
                }
            }
        }
        return types;
    }

    static void checkName(String name) {
        if (!name.matches("[a-zA-Z0-9_.-]{3,255}")) {
            throw DynamodbErrors.validation("Invalid table/index name.  Table/index names must be between 3 and 255"
                    + " characters long, and may contain only the characters a-z, A-Z, 0-9, '_', '-', and '.'");
        }
    }

    KeySchema schema(@Nullable List<KeySchemaElement> elements) {
        if (elements == null || elements.isEmpty() || elements.size() > 2) {
            throw DynamodbErrors.validation("1 validation error detected: Value '[]' at 'keySchema' failed to satisfy"
                    + " constraint: Member must have length between 1 and 2");
        }
        List<String> names =
                elements.stream().map(KeySchemaElement::attributeName).toList();
        for (String name : names) {
            if (!types.containsKey(name)) {
                throw DynamodbErrors.invalid(
                        "Some index key attributes are not defined in AttributeDefinitions. Keys: ["
                                + String.join(", ", names) + "], AttributeDefinitions: ["
                                + String.join(", ", types.keySet()) + "]");
            }
        }
        if (names.size() == 2 && names.get(0).equals(names.get(1))) {
            throw DynamodbErrors.validation(
                    "Both the Hash Key and the Range Key element in the KeySchema have the same name");
        }
        if (!"HASH".equals(elements.get(0).keyType())) {
            throw DynamodbErrors.validation("Invalid KeySchema: The first KeySchemaElement is not a HASH key type");
        }
        if (elements.size() == 2 && !"RANGE".equals(elements.get(1).keyType())) {
            throw DynamodbErrors.validation("Invalid KeySchema: The second KeySchemaElement is not a RANGE key type");
        }
        return new KeySchema(attribute(names.get(0)), names.size() == 2 ? attribute(names.get(1)) : null);
    }

    private KeyAttribute attribute(String name) {
        String type = types.get(name);
        if (type == null) {
            throw new IllegalStateException("attribute " + name + " was not checked");
        }
        return new KeyAttribute(name, type);
    }

    List<IndexDefinition> local(@Nullable List<LocalSecondaryIndex> indexes, KeySchema table) {
        List<IndexDefinition> all = new ArrayList<>();
        if (indexes == null) {
            return all;
        }
        if (indexes.isEmpty()) {
            throw DynamodbErrors.invalid("List of LocalSecondaryIndexes is empty");
        }
        if (table.sort() == null) {
            throw DynamodbErrors.invalid(
                    "Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex");
        }
        if (indexes.size() > MAX_LOCAL_INDEXES) {
            throw DynamodbErrors.invalid(
                    "Number of LocalSecondaryIndexes exceeds per-table limit of " + MAX_LOCAL_INDEXES);
        }
        for (LocalSecondaryIndex index : indexes) {
            checkName(index.indexName());
            KeySchema schema = schema(index.keySchema());
            if (schema.sort() == null) {
                throw DynamodbErrors.invalid(
                        "Index KeySchema does not have a range key for index: " + index.indexName());
            }
            if (!schema.partition().equals(table.partition())) {
                throw DynamodbErrors.invalid(
                        "Index KeySchema does not have the same leading hash key as table KeySchema"
                                + " for index: " + index.indexName() + ". index hash key: "
                                + schema.partition().name() + ", table hash key: "
                                + table.partition().name());
            }
            all.add(index(index.indexName(), all.size() + 1, false, schema, index.projection(), Throughput.NONE));
        }
        return all;
    }

    List<IndexDefinition> global(@Nullable List<GlobalSecondaryIndex> indexes, int firstNumber) {
        List<IndexDefinition> all = new ArrayList<>();
        if (indexes == null) {
            return all;
        }
        if (indexes.isEmpty()) {
            throw DynamodbErrors.invalid("List of GlobalSecondaryIndexes is empty");
        }
        if (indexes.size() > MAX_GLOBAL_INDEXES) {
            throw DynamodbErrors.invalid(
                    "GlobalSecondaryIndex count exceeds the per-table limit of " + MAX_GLOBAL_INDEXES);
        }
        for (GlobalSecondaryIndex index : indexes) {
            all.add(global(
                    index.indexName(),
                    firstNumber + all.size(),
                    index.keySchema(),
                    index.projection(),
                    index.provisionedThroughput()));
        }
        return all;
    }

    IndexDefinition global(
            String name,
            int number,
            @Nullable List<KeySchemaElement> keySchema,
            @Nullable Projection projection,
            @Nullable ProvisionedThroughput provisioned) {
        checkName(name);
        KeySchema schema = schema(keySchema);
        if (onDemand && provisioned != null) {
            throw DynamodbErrors.invalid("ProvisionedThroughput should not be specified for index: " + name
                    + " when BillingMode is PAY_PER_REQUEST");
        }
        if (!onDemand && provisioned == null) {
            throw DynamodbErrors.invalid("ProvisionedThroughput is not specified for index: " + name);
        }
        return index(name, number, true, schema, projection, throughput(provisioned));
    }

    private static IndexDefinition index(
            String name,
            int number,
            boolean global,
            KeySchema schema,
            @Nullable Projection projection,
            Throughput throughput) {
        String type = projection == null ? null : projection.projectionType();
        if (projection == null || type == null) {
            throw DynamodbErrors.invalid("Unknown ProjectionType: null");
        }
        List<String> nonKey = projection.nonKeyAttributes();
        if (nonKey != null && !type.equals("INCLUDE")) {
            throw DynamodbErrors.invalid("ProjectionType is " + type + ", but NonKeyAttributes is specified");
        }
        if (nonKey == null && type.equals("INCLUDE")) {
            throw DynamodbErrors.invalid("ProjectionType is INCLUDE, but NonKeyAttributes is not specified");
        }
        return new IndexDefinition(
                name, number, global, schema, type, nonKey == null ? List.of() : nonKey, true, throughput);
    }

    static Throughput throughput(@Nullable ProvisionedThroughput provisioned) {
        if (provisioned == null) {
            return Throughput.NONE;
        }
        checkUnits("ReadCapacityUnits", provisioned.readCapacityUnits());
        checkUnits("WriteCapacityUnits", provisioned.writeCapacityUnits());
        return new Throughput(provisioned.readCapacityUnits(), provisioned.writeCapacityUnits());
    }

    private static void checkUnits(String name, long units) {
        if (units > MAX_UNITS) {
            throw DynamodbErrors.validation("Given value " + units + " for " + name + " is out of bounds");
        }
    }

    /// Names of indexes, attribute definitions that no key uses, projected attributes in sum.
    void checkWhole(KeySchema table, List<IndexDefinition> indexes) {
        Set<String> used = new HashSet<>(table.names());
        Set<String> names = new HashSet<>();
        int nonKeyAttributes = 0;
        for (IndexDefinition index : indexes) {
            if (!names.add(index.name())) {
                throw DynamodbErrors.invalid("Duplicate index name: " + index.name());
            }
            used.addAll(index.schema().names());
            nonKeyAttributes += index.nonKeyAttributes().size();
        }
        if (nonKeyAttributes > MAX_NON_KEY_ATTRIBUTES) {
            throw DynamodbErrors.invalid(
                    "NonKeyAttributes for all indexes exceed the limit of " + MAX_NON_KEY_ATTRIBUTES + " attributes");
        }
        if (used.size() != types.size()) {
            throw unusedDefinitions(indexes, used);
        }
    }

    private AwsException unusedDefinitions(List<IndexDefinition> indexes, Set<String> used) {
        if (indexes.isEmpty()) {
            return DynamodbErrors.invalid(
                    "Number of attributes in KeySchema does not exactly match number of attributes"
                            + " defined in AttributeDefinitions");
        }
        return DynamodbErrors.invalid("Some AttributeDefinitions are not used. AttributeDefinitions: ["
                + String.join(", ", types.keySet()) + "], keys used: [" + String.join(", ", used) + "]");
    }
}
