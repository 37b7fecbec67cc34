package dev.virga.services.cloudformation.sam;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// AWS::Serverless::SimpleTable: a table with a single key attribute, `id` unless it says
/// otherwise.
final class SamSimpleTable {
    private final SamResource source;

    SamSimpleTable(SamResource source) {
        this.source = source;
    }

    void translate() {
        Object name = "id";
        String type = "S";
        if (source.get("PrimaryKey") != null) {
            Map<String, @Nullable Object> key = source.object("PrimaryKey");
            if (key.get("Name") == null || key.get("Type") == null) {
                String missing = key.get("Name") == null ? "Name" : "Type";
                throw source.invalid("Property 'PrimaryKey." + missing + "' is required.");
            }
            name = key.get("Name");
            type = attributeType(String.valueOf(key.get("Type")));
        }
        Map<String, @Nullable Object> table = Tree.map(
                "AttributeDefinitions", Tree.list(Tree.map("AttributeName", name, "AttributeType", type)),
                "KeySchema", Tree.list(Tree.map("AttributeName", name, "KeyType", "HASH")),
                "TableName", source.get("TableName"),
                "SSESpecification", source.get("SSESpecification"),
                "PointInTimeRecoverySpecification", source.get("PointInTimeRecoverySpecification"),
                "ProvisionedThroughput", source.get("ProvisionedThroughput"));
        if (source.isSet("Tags")) {
            table.put("Tags", SamTags.list(source.object("Tags")));
        }
        if (source.get("ProvisionedThroughput") == null) {
            table.put("BillingMode", "PAY_PER_REQUEST");
        }
        source.emit(source.id(), "AWS::DynamoDB::Table", table, source.attributes());
    }

    private String attributeType(String type) {
        return switch (type) {
            case "String" -> "S";
            case "Number" -> "N";
            case "Binary" -> "B";
            case "S", "N", "B" -> type;
            default -> throw source.invalid("Invalid 'Type' \"" + type + "\".");
        };
    }
}
