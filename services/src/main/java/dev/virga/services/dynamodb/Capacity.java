package dev.virga.services.dynamodb;

import dev.virga.api.dynamodb.AttributeValue;
import dev.virga.api.dynamodb.ConsumedCapacity;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a request consumed of one table and its indexes, by DynamoDB's rounding: a write unit a KB
/// of the larger of the old and the new item, half a read unit (one if consistent) for 4 KB.
/// Transactions count double.
final class Capacity {
    private static final int WRITE_UNIT_BYTES = 1 << 10;
    private static final int READ_UNIT_BYTES = 4 << 10;
    private static final int TRANSACTION_FACTOR = 2;

    private final String tableName;
    private double read;
    private double write;
    private final Map<String, Double> local = new LinkedHashMap<>();
    private final Map<String, Double> global = new LinkedHashMap<>();

    Capacity(String tableName) {
        this.tableName = tableName;
    }

    static boolean wanted(@Nullable String returnConsumedCapacity) {
        return returnConsumedCapacity != null && !returnConsumedCapacity.equals("NONE");
    }

    Capacity written(ItemWriter.Written w, boolean transaction) {
        int factor = transaction ? TRANSACTION_FACTOR : 1;
        write += factor * writeUnits(size(w.before()), size(w.after()));
        if (w.change() instanceof ItemChange.Check) {
            return this;
        }
        KeySchema schema = w.table().schema();
        for (IndexDefinition index : w.table().definition().indexes()) {
            Map<String, AttributeValue> before = w.before();
            Map<String, AttributeValue> after = w.after();
            Map<String, AttributeValue> old =
                    before != null && index.holds(before) ? index.project(before, schema) : null;
            Map<String, AttributeValue> now = after != null && index.holds(after) ? index.project(after, schema) : null;
            double units = indexUnits(index, old, now);
            if (units > 0) {
                (index.global() ? global : local).merge(index.name(), factor * units, Double::sum);
            }
        }
        return this;
    }

    /// A changed key is a deletion and an insertion.
    private static double indexUnits(
            IndexDefinition index,
            @Nullable Map<String, AttributeValue> old,
            @Nullable Map<String, AttributeValue> now) {
        if (old == null && now == null) {
            return 0;
        }
        if (old == null || now == null) {
            return writeUnits(size(old), size(now));
        }
        if (AttributeValues.equalMaps(old, now)) {
            return 0;
        }
        boolean sameKey =
                AttributeValues.equalMaps(KeyValues.of(old, index.schema()), KeyValues.of(now, index.schema()));
        return sameKey ? writeUnits(size(old), size(now)) : writeUnits(size(old), 0) + writeUnits(0, size(now));
    }

    private static int size(@Nullable Map<String, AttributeValue> item) {
        return item == null ? 0 : ItemSize.of(item);
    }

    private static double writeUnits(int before, int after) {
        return Math.max(1, Math.ceilDiv(Math.max(before, after), WRITE_UNIT_BYTES));
    }

    static double readUnits(long bytes, boolean consistent) {
        return Math.max(1, Math.ceilDiv(bytes, READ_UNIT_BYTES)) * (consistent ? 1 : 0.5);
    }

    /// One item.
    Capacity read(@Nullable Map<String, AttributeValue> item, boolean consistent) {
        read += readUnits(size(item), consistent);
        return this;
    }

    Capacity transactionalRead(@Nullable Map<String, AttributeValue> item) {
        read += TRANSACTION_FACTOR * readUnits(size(item), true);
        return this;
    }

    /// A page of a table or index.
    Capacity read(@Nullable IndexDefinition index, long bytes, boolean consistent) {
        double units = readUnits(bytes, consistent);
        if (index == null) {
            read += units;
        } else {
            (index.global() ? global : local).merge(index.name(), units, Double::sum);
        }
        return this;
    }

    /// @param mode `TOTAL` or `INDEXES`; otherwise null is returned
    /// @param perKind reads and writes are told apart, as transactions do
    @Nullable
    ConsumedCapacity build(@Nullable String mode, boolean perKind) {
        if (!wanted(mode)) {
            return null;
        }
        double table = read + write;
        double total = table + sum(local) + sum(global);
        ConsumedCapacity.Builder consumed =
                ConsumedCapacity.builder().tableName(tableName).capacityUnits(total);
        if (perKind && write > 0) {
            consumed.writeCapacityUnits(total);
        } else if (perKind) {
            consumed.readCapacityUnits(total);
        }
        if ("INDEXES".equals(mode)) {
            consumed.table(units(table));
            if (!local.isEmpty()) {
                consumed.localSecondaryIndexes(units(local));
            }
            if (!global.isEmpty()) {
                consumed.globalSecondaryIndexes(units(global));
            }
        }
        return consumed.build();
    }

    private static double sum(Map<String, Double> units) {
        return units.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    private static dev.virga.api.dynamodb.Capacity units(double units) {
        return dev.virga.api.dynamodb.Capacity.builder().capacityUnits(units).build();
    }

    private static Map<String, dev.virga.api.dynamodb.Capacity> units(Map<String, Double> byIndex) {
        Map<String, dev.virga.api.dynamodb.Capacity> all = new LinkedHashMap<>();
        byIndex.forEach((name, units) -> all.put(name, units(units)));
        return all;
    }
}
