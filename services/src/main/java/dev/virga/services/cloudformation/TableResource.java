package dev.virga.services.cloudformation;

import dev.virga.api.dynamodb.DeleteTableInput;
import dev.virga.api.dynamodb.DescribeTableInput;
import dev.virga.api.dynamodb.DynamodbOps;
import dev.virga.api.dynamodb.GlobalSecondaryIndexDescription;
import dev.virga.api.dynamodb.TableDescription;
import dev.virga.api.dynamodb.TimeToLiveSpecification;
import dev.virga.api.dynamodb.UpdateTimeToLiveInput;
import dev.virga.wire.AwsException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// `AWS::DynamoDB::Table`.
final class TableResource implements ResourceType {
    private static final Schema SCHEMA = new Schema("""
            AttributeDefinitions BillingMode ContributorInsightsSpecification- DeletionProtectionEnabled
            GlobalSecondaryIndexes ImportSourceSpecification- KeySchema*! KinesisStreamSpecification-
            LocalSecondaryIndexes! OnDemandThroughput PointInTimeRecoverySpecification ProvisionedThroughput
            ResourcePolicy- SSESpecification StreamSpecification TableClass TableName! Tags TimeToLiveSpecification
            WarmThroughput-""");

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    @Override
    public String name() {
        return "AWS::DynamoDB::Table";
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public NameRule naming() {
        return new NameRule("TableName", 255, false);
    }

    @Override
    public TagForm tagging() {
        return TagForm.LIST;
    }

    @Override
    public boolean taken(Deed deed, Properties properties) {
        return deed.there(DynamodbOps.DescribeTable, describe(properties.required("TableName")));
    }

    private static DescribeTableInput describe(String name) {
        return DescribeTableInput.builder().tableName(name).build();
    }

    @Override
    public Made create(Deed deed, Properties properties) {
        String name = properties.required("TableName");
        Properties stream = properties.object("StreamSpecification");
        Properties encryption = properties.object("SSESpecification");
        Properties input = properties
                .without("TimeToLiveSpecification", "PointInTimeRecoverySpecification")
                .with("BillingMode", properties.text("BillingMode", "PROVISIONED"));
        if (properties.has("StreamSpecification")) {
            input = input.with(
                    "StreamSpecification", stream.with("StreamEnabled", true).tree());
        }
        if (properties.has("SSESpecification")) {
            input = input.with(
                    "SSESpecification",
                    encryption
                            .with("Enabled", encryption.get("SSEEnabled"))
                            .without("SSEEnabled")
                            .tree());
        }
        deed.callUnlessThere(DynamodbOps.CreateTable, Inputs.of(DynamodbOps.CreateTable.input(), input));
        try {
            active(deed, name);
            timeToLive(deed, name, new Properties(Map.of()), properties);
            recovery(deed, name, properties);
        } catch (RuntimeException e) {
            remove(deed, name);
            throw e;
        }
        return made(deed, name, properties);
    }

    private static Made made(Deed deed, String name, Properties properties) {
        TableDescription table = active(deed, name);
        return Made.of(name, properties).with("Arn", table.tableArn()).with("StreamArn", table.latestStreamArn());
    }

    /// Waits until the table and its indexes can be used.
    private static TableDescription active(Deed deed, String name) {
        return deed.await(LONGEST_WAIT, "table " + name + " did not become active", () -> {
            TableDescription table =
                    deed.call(DynamodbOps.DescribeTable, describe(name)).table();
            boolean ready = "ACTIVE".equals(table.tableStatus());
            for (GlobalSecondaryIndexDescription index : indexes(table)) {
                ready &= "ACTIVE".equals(index.indexStatus());
            }
            return ready ? table : null;
        });
    }

    private static List<GlobalSecondaryIndexDescription> indexes(TableDescription table) {
        List<GlobalSecondaryIndexDescription> indexes = table.globalSecondaryIndexes();
        return indexes == null ? List.of() : indexes;
    }

    private static void timeToLive(Deed deed, String name, Properties before, Properties after) {
        Properties old = before.object("TimeToLiveSpecification");
        Properties wanted = after.object("TimeToLiveSpecification");
        boolean was = Boolean.TRUE.equals(old.flag("Enabled"));
        boolean on = Boolean.TRUE.equals(wanted.flag("Enabled"));
        if (was == on && old.text("AttributeName", "").equals(wanted.text("AttributeName", ""))) {
            return;
        }
        if (was) {
            ttl(deed, name, old.required("AttributeName"), false);
        }
        if (on) {
            ttl(deed, name, wanted.required("AttributeName"), true);
        }
    }

    private static void ttl(Deed deed, String name, String attribute, boolean enabled) {
        try {
            deed.call(
                    DynamodbOps.UpdateTimeToLive,
                    UpdateTimeToLiveInput.builder()
                            .tableName(name)
                            .timeToLiveSpecification(TimeToLiveSpecification.builder()
                                    .attributeName(attribute)
                                    .enabled(enabled)
                                    .build())
                            .build());
        } catch (AwsException e) {
            boolean already =
                    String.valueOf(e.getMessage()).contains("is already " + (enabled ? "enabled" : "disabled"));
            if (!deed.again() || !already) {
                throw e;
            }
        }
    }

    private static void recovery(Deed deed, String name, Properties properties) {
        if (properties.has("PointInTimeRecoverySpecification")) {
            Map<String, @Nullable Object> input = new LinkedHashMap<>();
            input.put("TableName", name);
            input.put("PointInTimeRecoverySpecification", properties.get("PointInTimeRecoverySpecification"));
            deed.call(
                    DynamodbOps.UpdateContinuousBackups,
                    Inputs.of(DynamodbOps.UpdateContinuousBackups.input(), new Properties(input)));
        }
    }

    @Override
    public Made update(Deed deed, Made before, Properties properties) {
        String name = before.physicalId();
        Set<String> changed = Schema.changed(before.properties(), properties.tree());
        Map<String, @Nullable Object> input = new LinkedHashMap<>();
        for (String property : Set.of(
                "BillingMode",
                "ProvisionedThroughput",
                "DeletionProtectionEnabled",
                "TableClass",
                "OnDemandThroughput")) {
            if (changed.contains(property) && properties.has(property)) {
                input.put(property, properties.get(property));
            }
        }
        if (changed.contains("BillingMode") && !properties.has("BillingMode")) {
            input.put("BillingMode", "PROVISIONED");
        }
        if (changed.contains("DeletionProtectionEnabled") && !properties.has("DeletionProtectionEnabled")) {
            input.put("DeletionProtectionEnabled", false);
        }
        if (!input.isEmpty()) {
            update(deed, name, input);
        }
        if (changed.contains("StreamSpecification")) {
            stream(deed, name, new Properties(before.properties()), properties);
        }
        indexes(deed, name, properties);
        timeToLive(deed, name, new Properties(before.properties()), properties);
        if (changed.contains("PointInTimeRecoverySpecification")) {
            recovery(deed, name, properties);
        }
        Made made = made(deed, name, properties);
        if (changed.contains("Tags")) {
            TableTags.change(deed, String.valueOf(made.attributes().get("Arn")), before, properties);
        }
        return made;
    }

    private static void update(Deed deed, String name, Map<String, @Nullable Object> input) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>(input);
        all.put("TableName", name);
        deed.call(DynamodbOps.UpdateTable, Inputs.of(DynamodbOps.UpdateTable.input(), new Properties(all)));
        active(deed, name);
    }

    private static void stream(Deed deed, String name, Properties before, Properties after) {
        if (before.has("StreamSpecification")) {
            update(deed, name, Map.of("StreamSpecification", Map.of("StreamEnabled", false)));
        }
        if (after.has("StreamSpecification")) {
            Properties on = after.object("StreamSpecification").with("StreamEnabled", true);
            update(deed, name, Map.of("StreamSpecification", on.tree()));
        }
    }

    /// One index at a time, as UpdateTable wants it; compared with what the table has now, so that
    /// it can be done again.
    private static void indexes(Deed deed, String name, Properties properties) {
        Map<String, Properties> wanted = new LinkedHashMap<>();
        for (Object item : properties.list("GlobalSecondaryIndexes")) {
            Properties index = Properties.of(item, "GlobalSecondaryIndexes");
            wanted.put(index.required("IndexName"), index);
        }
        Set<String> there = new TreeSet<>();
        for (GlobalSecondaryIndexDescription index : indexes(active(deed, name))) {
            there.add(index.indexName());
        }
        for (String index : there) {
            if (!wanted.containsKey(index)) {
                update(deed, name, change("Delete", Map.of("IndexName", index), properties));
            }
        }
        wanted.forEach((index, definition) -> {
            if (!there.contains(index)) {
                update(deed, name, change("Create", definition.tree(), properties));
            }
        });
    }

    private static Map<String, @Nullable Object> change(String verb, Map<String, ?> index, Properties properties) {
        Map<String, @Nullable Object> input = new LinkedHashMap<>();
        input.put("AttributeDefinitions", properties.get("AttributeDefinitions"));
        input.put("GlobalSecondaryIndexUpdates", new ArrayList<>(List.of(Map.of(verb, index))));
        return input;
    }

    @Override
    public void delete(Deed deed, Made made) {
        remove(deed, made.physicalId());
    }

    private static void remove(Deed deed, String name) {
        boolean now = deed.callUnlessGone(
                DynamodbOps.DeleteTable,
                DeleteTableInput.builder().tableName(name).build());
        if (now) {
            deed.await(
                    LONGEST_WAIT,
                    "table " + name + " did not go",
                    () -> deed.there(DynamodbOps.DescribeTable, describe(name)) ? null : name);
        }
    }
}
