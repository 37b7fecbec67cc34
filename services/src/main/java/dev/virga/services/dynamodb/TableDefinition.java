package dev.virga.services.dynamodb;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Everything that is known about a table besides its items.
///
/// @param id UUID; names the domain of its rows, so that a table of the same name that is created
///     later starts empty
/// @param attributeTypes AttributeDefinitions, in their order
/// @param nextIndexNumber for the next index
/// @param onDemand billing mode PAY_PER_REQUEST
/// @param onDemandSince when the billing mode was last changed to that, or null
/// @param timeToLive attribute that holds the expiry, or null
/// @param tags in the order of their making
/// @param policy who else may use the table, or null
record TableDefinition(
        String account,
        String region,
        String name,
        String id,
        Instant created,
        Map<String, String> attributeTypes,
        KeySchema schema,
        List<IndexDefinition> indexes,
        int nextIndexNumber,
        boolean onDemand,
        @Nullable Instant onDemandSince,
        Throughput throughput,
        boolean deletionProtection,
        String tableClass,
        @Nullable String timeToLive,
        Map<String, String> tags,
        @Nullable ResourcePolicy policy) {

    /// @param revision of the document, for conditions on it
    record ResourcePolicy(String document, String revision) {}

    String arn() {
        return arn(account, region, name);
    }

    static String arn(String account, String region, String name) {
        return "arn:aws:dynamodb:" + region + ":" + account + ":table/" + name;
    }

    /// Null when there is none.
    @Nullable
    IndexDefinition index(String indexName) {
        for (IndexDefinition index : indexes) {
            if (index.name().equals(indexName)) {
                return index;
            }
        }
        return null;
    }

    List<IndexDefinition> indexes(boolean global) {
        return indexes.stream().filter(i -> i.global() == global).toList();
    }

    /// With the index in place of the one of its name, or added.
    TableDefinition withIndex(IndexDefinition changed) {
        List<IndexDefinition> all = new ArrayList<>(indexes);
        all.removeIf(i -> i.name().equals(changed.name()));
        all.add(changed);
        return withIndexes(all, Math.max(nextIndexNumber, changed.number() + 1));
    }

    TableDefinition withoutIndex(String indexName) {
        return withIndexes(
                indexes.stream().filter(i -> !i.name().equals(indexName)).toList(), nextIndexNumber);
    }

    private TableDefinition withIndexes(List<IndexDefinition> changed, int next) {
        return new TableDefinition(
                account,
                region,
                name,
                id,
                created,
                attributeTypes,
                schema,
                List.copyOf(changed),
                next,
                onDemand,
                onDemandSince,
                throughput,
                deletionProtection,
                tableClass,
                timeToLive,
                tags,
                policy);
    }

    TableDefinition withAttributeTypes(Map<String, String> changed) {
        return new TableDefinition(
                account,
                region,
                name,
                id,
                created,
                changed,
                schema,
                indexes,
                nextIndexNumber,
                onDemand,
                onDemandSince,
                throughput,
                deletionProtection,
                tableClass,
                timeToLive,
                tags,
                policy);
    }

    TableDefinition withBilling(boolean perRequest, @Nullable Instant perRequestSince, Throughput provisioned) {
        return new TableDefinition(
                account,
                region,
                name,
                id,
                created,
                attributeTypes,
                schema,
                indexes,
                nextIndexNumber,
                perRequest,
                perRequestSince,
                provisioned,
                deletionProtection,
                tableClass,
                timeToLive,
                tags,
                policy);
    }

    TableDefinition withSettings(boolean isProtected, String changedClass) {
        return new TableDefinition(
                account,
                region,
                name,
                id,
                created,
                attributeTypes,
                schema,
                indexes,
                nextIndexNumber,
                onDemand,
                onDemandSince,
                throughput,
                isProtected,
                changedClass,
                timeToLive,
                tags,
                policy);
    }

    TableDefinition withTimeToLive(@Nullable String attribute) {
        return new TableDefinition(
                account,
                region,
                name,
                id,
                created,
                attributeTypes,
                schema,
                indexes,
                nextIndexNumber,
                onDemand,
                onDemandSince,
                throughput,
                deletionProtection,
                tableClass,
                attribute,
                tags,
                policy);
    }

    TableDefinition withTags(Map<String, String> changed) {
        return new TableDefinition(
                account,
                region,
                name,
                id,
                created,
                attributeTypes,
                schema,
                indexes,
                nextIndexNumber,
                onDemand,
                onDemandSince,
                throughput,
                deletionProtection,
                tableClass,
                timeToLive,
                changed,
                policy);
    }

    TableDefinition withPolicy(@Nullable ResourcePolicy changed) {
        return new TableDefinition(
                account,
                region,
                name,
                id,
                created,
                attributeTypes,
                schema,
                indexes,
                nextIndexNumber,
                onDemand,
                onDemandSince,
                throughput,
                deletionProtection,
                tableClass,
                timeToLive,
                tags,
                changed);
    }
}
