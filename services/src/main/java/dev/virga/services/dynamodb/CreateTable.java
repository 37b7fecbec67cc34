package dev.virga.services.dynamodb;

import dev.virga.api.dynamodb.CreateTableInput;
import dev.virga.api.dynamodb.CreateTableOutput;
import dev.virga.api.dynamodb.DynamodbOps;
import dev.virga.api.dynamodb.ResourceInUseException;
import dev.virga.api.dynamodb.SSESpecification;
import dev.virga.api.dynamodb.StreamSpecification;
import dev.virga.api.dynamodb.Tag;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.kernel.PolicyPrincipals;
import dev.virga.wire.Op;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The table is there when this returns; the answer says `CREATING` as clients expect it.
final class CreateTable implements Operation<CreateTableInput, CreateTableOutput> {
    private final DefinitionTable definitions;
    private final PolicyPrincipals principals;

    CreateTable(DefinitionTable definitions, PolicyPrincipals principals) {
        this.principals = principals;
        this.definitions = definitions;
    }

    @Override
    public Op<CreateTableInput, CreateTableOutput> op() {
        return DynamodbOps.CreateTable;
    }

    @Override
    public List<Access> access(CreateTableInput input, Call call) {
        List<Access> access = new ArrayList<>(TableAccess.table("CreateTable", call, input.tableName()));
        if (input.tags() != null && !input.tags().isEmpty()) {
            access.addAll(TableAccess.table("TagResource", call, input.tableName()));
        }
        if (input.resourcePolicy() != null) {
            access.addAll(TableAccess.table("PutResourcePolicy", call, input.tableName()));
        }
        return access;
    }

    @Override
    public CreateTableOutput handle(CreateTableInput input, Call call) {
        String name = DefinitionTable.name(input.tableName());
        TableShape.checkName(name);
        refuseUnsupported(input);
        boolean onDemand = "PAY_PER_REQUEST".equals(input.billingMode());
        checkBilling(input, onDemand);
        Map<String, String> types = TableShape.types(input.attributeDefinitions());
        TableShape shape = new TableShape(types, onDemand);
        KeySchema schema = shape.schema(input.keySchema());
        List<IndexDefinition> indexes = shape.local(input.localSecondaryIndexes(), schema);
        indexes.addAll(shape.global(input.globalSecondaryIndexes(), indexes.size() + 1));
        shape.checkWhole(schema, indexes);
        Instant now = call.time();
        TableDefinition definition = new TableDefinition(
                call.account(),
                call.region(),
                name,
                UUID.randomUUID().toString(),
                now,
                types,
                schema,
                List.copyOf(indexes),
                indexes.size() + 1,
                onDemand,
                onDemand ? now : null,
                TableShape.throughput(input.provisionedThroughput()),
                Boolean.TRUE.equals(input.deletionProtectionEnabled()),
                input.tableClass() == null ? "STANDARD" : input.tableClass(),
                null,
                tags(input.tags()),
                policy(input, call));
        if (!definitions.create(definition)) {
            throw new ResourceInUseException("Table already exists: " + name);
        }
        return CreateTableOutput.builder()
                .tableDescription(DescribedTable.of(definition, "CREATING", ItemCount.NONE))
                .build();
    }

    private TableDefinition.@Nullable ResourcePolicy policy(CreateTableInput input, Call call) {
        String document = input.resourcePolicy();
        if (document == null) {
            return null;
        }
        ResourcePolicies.check(document, DefinitionTable.arn(call, input.tableName()));
        return new TableDefinition.ResourcePolicy(
                ResourcePolicies.kept(document, principals, call), ResourcePolicies.revision(null, call));
    }

    private static void refuseUnsupported(CreateTableInput input) {
        StreamSpecification stream = input.streamSpecification();
        if (stream != null && Boolean.TRUE.equals(stream.streamEnabled())) {
            throw DynamodbErrors.notImplemented("dynamodb:CreateTable with StreamSpecification");
        }
        SSESpecification encryption = input.sseSpecification();
        if (encryption != null && Boolean.TRUE.equals(encryption.enabled())) {
            throw DynamodbErrors.notImplemented("dynamodb:CreateTable with SSESpecification");
        }
        if (input.globalTableSourceArn() != null) {
            throw DynamodbErrors.notImplemented("dynamodb:CreateTable with GlobalTableSourceArn");
        }
        if (input.warmThroughput() != null) {
            throw DynamodbErrors.notImplemented("dynamodb:CreateTable with WarmThroughput");
        }
        if (input.onDemandThroughput() != null) {
            throw DynamodbErrors.notImplemented("dynamodb:CreateTable with OnDemandThroughput");
        }
    }

    private static void checkBilling(CreateTableInput input, boolean onDemand) {
        if (onDemand && input.provisionedThroughput() != null) {
            throw DynamodbErrors.invalid("Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when"
                    + " BillingMode is PAY_PER_REQUEST");
        }
        if (!onDemand && input.provisionedThroughput() == null) {
            throw DynamodbErrors.invalid("ReadCapacityUnits and WriteCapacityUnits must both be specified when"
                    + " BillingMode is PROVISIONED");
        }
    }

    private static Map<String, String> tags(@Nullable List<Tag> tags) {
        Map<String, String> all = new LinkedHashMap<>();
        if (tags != null) {
            tags.forEach(tag -> all.put(tag.key(), tag.value()));
        }
        return all;
    }
}
