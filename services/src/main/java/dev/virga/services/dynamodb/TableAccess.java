package dev.virga.services.dynamodb;

import dev.virga.api.dynamodb.AttributeValue;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What IAM must allow, with DynamoDB's condition keys. Their values are only worked out when a
/// policy asks for them, because they need the expressions of the request.
///
/// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html>
final class TableAccess {
    static final String LEADING_KEYS = "dynamodb:LeadingKeys";
    static final String ATTRIBUTES = "dynamodb:Attributes";
    static final String SELECT = "dynamodb:Select";
    static final String RETURN_VALUES = "dynamodb:ReturnValues";
    static final String RETURN_CONSUMED_CAPACITY = "dynamodb:ReturnConsumedCapacity";
    static final String ENCLOSING_OPERATION = "dynamodb:EnclosingOperation";

    private final DefinitionTable definitions;

    TableAccess(DefinitionTable definitions) {
        this.definitions = definitions;
    }

    /// @param action e.g. `PutItem`
    static List<Access> table(String action, Call call, String tableName) {
        return List.of(Access.to("dynamodb:" + action, DefinitionTable.arn(call, tableName)));
    }

    /// @param conditions asked at most once
    static Access item(String action, String arn, Supplier<Map<String, List<String>>> conditions) {
        return Access.to("dynamodb:" + action, arn).withConditions(new Conditions(conditions));
    }

    /// The partition key values, as policies compare them.
    List<String> leadingKeys(Call call, String tableName, List<Map<String, AttributeValue>> keysOrItems) {
        Table table = definitions.find(call, tableName);
        if (table == null) {
            return List.of();
        }
        List<String> leading = new ArrayList<>();
        for (Map<String, AttributeValue> key : keysOrItems) {
            AttributeValue value = key.get(table.schema().partition().name());
            if (value != null) {
                leading.add(text(value));
            }
        }
        return leading;
    }

    static String text(AttributeValue value) {
        return switch (value) {
            case AttributeValue.B b -> Base64.getEncoder().encodeToString(b.value());
            default -> String.valueOf(value.value());
        };
    }

    /// Values of condition keys, without those that are null.
    static final class Values {
        private final Map<String, List<String>> values = new LinkedHashMap<>();

        Values with(String key, @Nullable String value) {
            if (value != null) {
                values.put(key, List.of(value));
            }
            return this;
        }

        Values with(String key, List<String> all) {
            values.put(key, all);
            return this;
        }

        Map<String, List<String>> build() {
            return values;
        }
    }

    private static final class Conditions extends AbstractMap<String, List<String>> {
        private final Supplier<Map<String, List<String>>> supplier;
        private @Nullable Map<String, List<String>> values;

        Conditions(Supplier<Map<String, List<String>>> supplier) {
            this.supplier = supplier;
        }

        private Map<String, List<String>> worked() {
            Map<String, List<String>> known = values;
            if (known == null) {
                known = supplier.get();
                values = known;
            }
            return known;
        }

        @Override
        public @Nullable List<String> get(Object key) {
            return worked().get(key);
        }

        @Override
        public boolean containsKey(Object key) {
            return worked().containsKey(key);
        }

        @Override
        public Set<Entry<String, List<String>>> entrySet() {
            return worked().entrySet();
        }
    }
}
