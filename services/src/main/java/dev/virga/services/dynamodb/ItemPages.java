package dev.virga.services.dynamodb;

import dev.virga.api.dynamodb.AttributeValue;
import dev.virga.api.dynamodb.ConsumedCapacity;
import dev.virga.store.Store;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads one page for Query and Scan: items in key order, until the limit, 1 MB or the end.
final class ItemPages {
    /// What is evaluated for one page, before the filter.
    static final int MAX_PAGE_BYTES = 1 << 20;
    /// Rows that are fetched at once.
    private static final int CHUNK = 200;

    private final ItemTable items;

    ItemPages(ItemTable items) {
        this.items = items;
    }

    /// What to read.
    ///
    /// @param index null for the table itself
    /// @param start ExclusiveStartKey, checked; null to begin at the beginning
    /// @param limit items that are evaluated at most
    /// @param whole the items of an index are completed from the table
    /// @param filter null for all
    /// @param projection null for all attributes
    /// @param count nobody wants the items
    record Request(
            Table table,
            @Nullable IndexDefinition index,
            ItemTable.Range range,
            boolean reverse,
            @Nullable Map<String, AttributeValue> start,
            int limit,
            boolean whole,
            @Nullable Condition filter,
            @Nullable ProjectionExpression projection,
            boolean count) {}

    /// @param items those that met the filter; empty when only counted
    /// @param count of them
    /// @param scanned items that were evaluated
    /// @param lastKey where the next page begins; null at the end
    /// @param indexBytes read from the index, or from the table when there is none
    /// @param completed sizes of the items that were read from the table for an index
    record Page(
            List<Map<String, AttributeValue>> items,
            int count,
            int scanned,
            @Nullable Map<String, AttributeValue> lastKey,
            long indexBytes,
            List<Integer> completed) {

        /// @param mode ReturnConsumedCapacity
        @Nullable
        ConsumedCapacity consumed(
                @Nullable String mode, String tableName, @Nullable IndexDefinition index, boolean consistent) {
            if (!Capacity.wanted(mode)) {
                return null;
            }
            Capacity capacity = new Capacity(tableName).read(index, indexBytes, consistent);
            completed.forEach(bytes -> capacity.read((IndexDefinition) null, bytes, consistent));
            return capacity.build(mode, false);
        }
    }

    Page read(Request request) {
        Reading reading = new Reading(request);
        ItemTable.Range left = request.range;
        if (request.start != null) {
            byte[] position = items.position(request.table, request.index, request.start);
            left = ItemTable.after(left, position, request.reverse);
        }
        while (true) {
            int maxRows = Math.min(CHUNK, request.limit - reading.scanned);
            List<Store.Row> rows = items.scan(request.table, left, request.reverse, maxRows, MAX_PAGE_BYTES);
            long bytes = 0;
            for (Store.Row row : rows) {
                bytes += row.key().bytes().length + row.value().length;
                if (reading.take(row)) {
                    return reading.page(true);
                }
            }
            if (rows.size() < maxRows && bytes < MAX_PAGE_BYTES) {
                return reading.page(false);
            }
            left = ItemTable.after(left, rows.getLast().key().bytes(), request.reverse);
        }
    }

    /// A page in the making.
    private final class Reading {
        private final Request request;
        private final List<Map<String, AttributeValue>> found = new ArrayList<>();
        private final List<Integer> completed = new ArrayList<>();
        private int count;
        private int scanned;
        private long bytes;
        private Map<String, AttributeValue> last = Map.of();

        Reading(Request request) {
            this.request = request;
        }

        /// True when the page is full.
        boolean take(Store.Row row) {
            Map<String, AttributeValue> item = ItemRow.decode(row.value());
            scanned++;
            last = item;
            bytes += ItemSize.of(item);
            Map<String, AttributeValue> whole = request.whole ? complete(item) : item;
            if (whole != null && (request.filter == null || request.filter.test(whole))) {
                count++;
                if (!request.count) {
                    found.add(request.projection == null ? whole : request.projection.project(whole));
                }
            }
            return scanned >= request.limit || bytes >= MAX_PAGE_BYTES;
        }

        /// The item may have gone since its entry was read.
        private @Nullable Map<String, AttributeValue> complete(Map<String, AttributeValue> entry) {
            ItemTable.Stored stored = items.get(request.table, entry);
            if (stored == null) {
                return null;
            }
            completed.add(ItemSize.of(stored.item()));
            bytes += completed.getLast();
            return stored.item();
        }

        Page page(boolean more) {
            Map<String, AttributeValue> lastKey = null;
            if (more) {
                lastKey = new LinkedHashMap<>();
                if (request.index != null) {
                    lastKey.putAll(KeyValues.of(last, request.index.schema()));
                }
                lastKey.putAll(KeyValues.of(last, request.table.schema()));
            }
            return new Page(found, count, scanned, lastKey, bytes - completedBytes(), completed);
        }

        private long completedBytes() {
            return completed.stream().mapToLong(Integer::longValue).sum();
        }
    }
}
