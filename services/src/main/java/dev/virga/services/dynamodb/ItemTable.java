package dev.virga.services.dynamodb;

import dev.virga.api.dynamodb.AttributeValue;
import dev.virga.services.dynamodb.KeySchema.KeyAttribute;
import dev.virga.store.KeyBuilder;
import dev.virga.store.Store;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Items and index entries: the rows of one table.
///
///     domain  dynamodb/account/region/table id
///     item    00, partition, sort
///     entry   01, index number (2), partition, sort, item
///     value   the item, or what the index projects of it
///
/// *partition* is a hash (4 bytes, so that parallel scans find equal shares) and the key value with
/// its length, or its SHA-256 if it is long. *sort* compares like the key values; zero bytes are
/// escaped and 00 01 ends it. *item* tells entries with the same index key apart: the item's own
/// partition and sort, or their SHA-256 if they are long.
///
/// Any thread may call it.
final class ItemTable {
    private static final byte ITEMS = 0;
    private static final byte ENTRIES = 1;
    private static final int HASH_BYTES = 4;
    private static final int MAX_PLAIN_PARTITION = 1024;
    private static final int MAX_PLAIN_ITEM = 160;

    private final Store store;

    ItemTable(Store store) {
        this.store = store;
    }

    /// An item as it is in the store.
    record Stored(Store.Row row, Map<String, AttributeValue> item) {}

    /// Keys from (inclusive) and to (exclusive).
    record Range(byte[] from, byte[] to) {
        boolean holds(byte[] key) {
            return Arrays.compareUnsigned(from, key) <= 0 && Arrays.compareUnsigned(key, to) < 0;
        }

        boolean isEmpty() {
            return Arrays.compareUnsigned(from, to) >= 0;
        }
    }

    Store.Key key(Table table, Map<String, AttributeValue> item) {
        return new Store.Key(table.domain(), keyBytes(table.schema(), item, new byte[] {ITEMS}));
    }

    private static byte[] prefix(IndexDefinition index) {
        return new byte[] {ENTRIES, (byte) (index.number() >>> 8), (byte) index.number()};
    }

    private static byte[] keyBytes(KeySchema schema, Map<String, AttributeValue> item, byte[] prefix) {
        byte[] partition = keyValue(item, schema.partition());
        KeyAttribute sort = schema.sort();
        byte[] sortValue = sort == null ? null : keyValue(item, sort);
        return key(prefix, partition, sortValue, null);
    }

    private static byte[] keyValue(Map<String, AttributeValue> item, KeyAttribute attribute) {
        AttributeValue value = item.get(attribute.name());
        if (value == null) {
            throw new IllegalStateException("key attribute " + attribute.name() + " was not checked");
        }
        return keyValue(value);
    }

    private static byte[] keyValue(AttributeValue value) {
        return switch (value) {
            case AttributeValue.S s -> s.value().getBytes(StandardCharsets.UTF_8);
            case AttributeValue.N n -> DynamoNumber.ordered(n.value());
            case AttributeValue.B b -> b.value();
            default -> throw new IllegalStateException("not a key type: " + AttributeValues.type(value));
        };
    }

    private static byte[] key(byte[] prefix, byte[] partition, byte @Nullable [] sort, byte @Nullable [] item) {
        boolean plain = partition.length <= MAX_PLAIN_PARTITION;
        byte[] name = plain ? partition : sha256(partition);
        int sortLength = sort == null ? 0 : sort.length + zeros(sort) + 2;
        int itemLength = item == null ? 0 : item.length;
        byte[] key = new byte[prefix.length + HASH_BYTES + 2 + name.length + sortLength + itemLength];
        int at = put(key, 0, prefix);
        int hash = hash(partition);
        key[at++] = (byte) (hash >>> 24);
        key[at++] = (byte) (hash >>> 16);
        key[at++] = (byte) (hash >>> 8);
        key[at++] = (byte) hash;
        key[at++] = (byte) (plain ? name.length >>> 8 : 0xff);
        key[at++] = (byte) (plain ? name.length : 0xff);
        at = put(key, at, name);
        if (sort != null) {
            at = putEscaped(key, at, sort);
            key[at++] = 0;
            key[at++] = 1;
        }
        if (item != null) {
            put(key, at, item);
        }
        return key;
    }

    private static int put(byte[] key, int at, byte[] part) {
        System.arraycopy(part, 0, key, at, part.length);
        return at + part.length;
    }

    private static int putEscaped(byte[] key, int from, byte[] part) {
        int at = from;
        for (byte b : part) {
            key[at++] = b;
            if (b == 0) {
                key[at++] = (byte) 0xff;
            }
        }
        return at;
    }

    private static int zeros(byte[] part) {
        int zeros = 0;
        for (byte b : part) {
            if (b == 0) {
                zeros++;
            }
        }
        return zeros;
    }

    /// FNV-1a, then mixed so that the high bits, by which scans are divided, depend on every byte.
    private static int hash(byte[] part) {
        int hash = 0x811c9dc5;
        for (byte b : part) {
            hash = (hash ^ (b & 0xff)) * 0x01000193;
        }
        hash ^= hash >>> 16;
        hash *= 0x85ebca6b;
        hash ^= hash >>> 13;
        hash *= 0xc2b2ae35;
        return hash ^ hash >>> 16;
    }

    private static byte[] sha256(byte[] part) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(part);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Store.Key entryKey(Table table, IndexDefinition index, Map<String, AttributeValue> item) {
        KeySchema schema = index.schema();
        byte[] itemKey = keyBytes(table.schema(), item, new byte[0]);
        byte[] suffix = itemKey.length <= MAX_PLAIN_ITEM ? itemKey : sha256(itemKey);
        KeyAttribute sort = schema.sort();
        byte[] bytes = key(
                prefix(index), keyValue(item, schema.partition()), sort == null ? null : keyValue(item, sort), suffix);
        return new Store.Key(table.domain(), bytes);
    }

    @Nullable
    Stored get(Table table, Map<String, AttributeValue> key) {
        return get(key(table, key));
    }

    @Nullable
    Stored get(Store.Key key) {
        Store.Row row = store.get(key);
        return row == null ? null : new Stored(row, ItemRow.decode(row.value()));
    }

    /// One snapshot of several items, of any tables; absent ones are left out.
    Map<Store.Key, Stored> get(List<Store.Key> keys) {
        Map<Store.Key, Stored> found = HashMap.newHashMap(keys.size());
        for (Store.Row row : store.get(keys)) {
            found.put(row.key(), new Stored(row, ItemRow.decode(row.value())));
        }
        return found;
    }

    /// The write of an item into a table that has no indexes.
    static Store.Write put(Store.Key key, Map<String, AttributeValue> item, int size) {
        return new Store.Put(key, ItemRow.encode(item, size));
    }

    /// Adds the writes that take an item from `before` to `after`, indexes included.
    ///
    /// @param before null when there is none
    /// @param after null to delete it
    void change(
            Table table,
            Store.Key key,
            @Nullable Map<String, AttributeValue> before,
            @Nullable Map<String, AttributeValue> after,
            List<Store.Write> writes) {
        byte[] row = null;
        if (after != null) {
            row = ItemRow.encode(after, ItemSize.of(after));
            writes.add(new Store.Put(key, row));
        } else {
            writes.add(new Store.Delete(key));
        }
        for (IndexDefinition index : table.definition().indexes()) {
            Store.Key old = before != null && index.holds(before) ? entryKey(table, index, before) : null;
            if (after != null && index.holds(after)) {
                Store.Key entry = entryKey(table, index, after);
                if (old != null && !old.equals(entry)) {
                    writes.add(new Store.Delete(old));
                }
                writes.add(new Store.Put(entry, projected(table, index, after, row)));
            } else if (old != null) {
                writes.add(new Store.Delete(old));
            }
        }
    }

    private static byte[] projected(
            Table table, IndexDefinition index, Map<String, AttributeValue> item, byte @Nullable [] row) {
        if (index.projectsAll() && row != null) {
            return row;
        }
        Map<String, AttributeValue> projected = index.project(item, table.schema());
        return ItemRow.encode(projected, ItemSize.of(projected));
    }

    /// The entry of one index for one item, or null when the item does not belong into it.
    Store.@Nullable Write entry(Table table, IndexDefinition index, Stored stored) {
        if (!index.holds(stored.item())) {
            return null;
        }
        return new Store.Put(
                entryKey(table, index, stored.item()),
                projected(table, index, stored.item(), stored.row().value()));
    }

    static Store.Write deleteIndex(String domain, IndexDefinition index) {
        byte[] prefix = prefix(index);
        return new Store.DeleteRange(domain, prefix, end(prefix));
    }

    static Store.Write deleteAll(String domain) {
        return new Store.DeleteRange(domain, new byte[] {ITEMS}, new byte[] {ENTRIES + 1});
    }

    private static byte[] end(byte[] prefix) {
        byte[] end = KeyBuilder.prefixEnd(prefix);
        if (end == null) {
            throw new IllegalStateException("keys begin with " + ITEMS + " or " + ENTRIES);
        }
        return end;
    }

    /// All items, or all entries of an index; or the part of them that belongs to a segment.
    Range all(@Nullable IndexDefinition index, int segment, int segments) {
        byte[] prefix = index == null ? new byte[] {ITEMS} : prefix(index);
        byte[] from = segment == 0 ? prefix : withHash(prefix, segment, segments);
        byte[] to = segment == segments - 1 ? end(prefix) : withHash(prefix, segment + 1, segments);
        return new Range(from, to);
    }

    private static byte[] withHash(byte[] prefix, int segment, int segments) {
        long hash = ((long) segment << 32) / segments;
        byte[] bytes = Arrays.copyOf(prefix, prefix.length + HASH_BYTES);
        for (int i = 0; i < HASH_BYTES; i++) {
            bytes[prefix.length + i] = (byte) (hash >>> (8 * (HASH_BYTES - 1 - i)));
        }
        return bytes;
    }

    /// What a key condition selects.
    Range range(@Nullable IndexDefinition index, KeyCondition condition) {
        byte[] prefix = index == null ? new byte[] {ITEMS} : prefix(index);
        byte[] partition = key(prefix, keyValue(condition.partition()), null, null);
        return switch (condition.sort()) {
            case null -> new Range(partition, end(partition));
            case KeyCondition.Equal equal -> {
                byte[] sort = withSort(partition, equal.value(), true);
                yield new Range(sort, end(sort));
            }
            case KeyCondition.Less less -> {
                byte[] sort = withSort(partition, less.than(), true);
                yield new Range(partition, less.orEqual() ? end(sort) : sort);
            }
            case KeyCondition.Greater greater -> {
                byte[] sort = withSort(partition, greater.than(), true);
                yield new Range(greater.orEqual() ? sort : end(sort), end(partition));
            }
            case KeyCondition.Between between ->
                new Range(withSort(partition, between.low(), true), end(withSort(partition, between.high(), true)));
            case KeyCondition.BeginsWith begins -> {
                byte[] sort = withSort(partition, begins.prefix(), false);
                yield new Range(sort, end(sort));
            }
        };
    }

    private static byte[] withSort(byte[] partition, AttributeValue value, boolean whole) {
        byte[] sort = keyValue(value);
        byte[] bytes = Arrays.copyOf(partition, partition.length + sort.length + zeros(sort) + (whole ? 2 : 0));
        putEscaped(bytes, partition.length, sort);
        if (whole) {
            bytes[bytes.length - 1] = 1;
        }
        return bytes;
    }

    /// Where the item, or its entry in the index, stands.
    byte[] position(Table table, @Nullable IndexDefinition index, Map<String, AttributeValue> key) {
        return index == null
                ? key(table, key).bytes()
                : entryKey(table, index, key).bytes();
    }

    /// What is left of a range after a position.
    static Range after(Range range, byte[] position, boolean reverse) {
        return reverse ? new Range(range.from(), position) : new Range(KeyBuilder.after(position), range.to());
    }

    /// Rows of the range in order, or from its end; at most so many, at most so many bytes.
    List<Store.Row> scan(Table table, Range range, boolean reverse, int maxRows, int maxBytes) {
        if (range.isEmpty()) {
            return List.of();
        }
        return store.scan(table.domain(), range.from(), range.to(), reverse, maxRows, maxBytes);
    }
}
