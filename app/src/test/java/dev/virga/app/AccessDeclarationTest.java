package dev.virga.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Caller;
import dev.virga.kernel.Operation;
import dev.virga.kernel.Service;
import dev.virga.kernel.policy.ActionTable;
import dev.virga.store.RowWriter;
import dev.virga.wire.AwsException;
import dev.virga.wire.Op;
import dev.virga.wire.Struct;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What every operation declares to need, held against the table that AWS publishes.
class AccessDeclarationTest {
    private static final String ACCOUNT = "000000000000";
    private static final String REGION = "us-east-1";

    /// Nobody has to be allowed these, as AWS documents.
    private static final Set<String> FREE =
            Set.of("sts:GetCallerIdentity", "sts:GetAccessKeyInfo", "sts:GetSessionToken");

    /// In the model, but not in the table.
    private static final Set<String> UNPUBLISHED = Set.of("iam:UpdateDelegationRequest");

    /// The table knows no resources for them, but AWS's refusals name one and policies may too.
    private static final Set<String> NAMED_IN_REFUSALS = Set.of(
            "iam:ListUsers",
            "iam:ListGroups",
            "iam:ListRoles",
            "iam:ListPolicies",
            "iam:ListInstanceProfiles",
            "iam:ListServerCertificates",
            "iam:ListOpenIDConnectProviders",
            "kinesis:UpdateShardCount",
            "kinesis:UpdateStreamMode",
            "logs:DescribeLogGroups",
            "ssm:DescribeParameters",
            // Of a federated user's session, which the table leaves out.
            "sts:TagSession");

    /// Members of inputs and what to give them.
    private static final Map<String, String> TEXTS = texts();

    @TempDir
    Path home;

    @Test
    void everyOperationDeclaresActionsAndResourcesThatAwsHas() throws Exception {
        VirgaServer server = VirgaServer.start(Options.parse(List.of("--home", home.toString(), "--port", "0")));
        List<String> problems = new ArrayList<>();
        try {
            ActionTable table = new ActionTable();
            for (Service service : server.services()) {
                for (Operation<?, ?> operation : service.operations()) {
                    problems.addAll(problems(operation, table));
                }
            }
        } finally {
            server.end();
        }
        assertThat(String.join("\n", problems)).isEmpty();
    }

    private static <I extends Struct> List<String> problems(Operation<I, ?> operation, ActionTable table) {
        Op<I, ?> op = operation.op();
        String name = op.model().signingName() + ":" + op.name();
        List<String> problems = new ArrayList<>();
        List<Access> declared;
        try {
            declared = operation.access(new Samples(TEXTS).input(op), call());
        } catch (AwsException e) {
            // Whose policy has to be asked must be there; the cloud is empty.
            if (e.code().contains("NotFound")) {
                return problems;
            }
            problems.add(name + " refuses before it declares: " + e.getMessage());
            return problems;
        }
        if (declared.isEmpty() && !FREE.contains(name) && !op.noAuth()) {
            problems.add(name + " declares nothing");
        }
        for (Access access : declared) {
            // What is being made has no ARN yet that its tags could be about.
            boolean unborn = op.name().startsWith("Create") && access.action().endsWith(":TagResource");
            if (unborn && access.resource().equals("*")) {
                continue;
            }
            String problem = problem(access, table);
            if (problem != null) {
                problems.add(name + ": " + problem);
            }
            try {
                problems.addAll(keys(name, access, table));
            } catch (AwsException e) {
                problems.add(name + " refuses when it is asked for condition keys: " + e.getMessage());
            }
        }
        return problems;
    }

    private static String problem(Access access, ActionTable table) {
        ActionTable.Action action = table.action(access.action());
        if (action == null) {
            return UNPUBLISHED.contains(access.action()) ? null : access.action() + " is no action";
        }
        if (!access.action().equals(action.service() + ":" + action.name())) {
            return access.action() + " is written " + action.name();
        }
        String resource = access.resource();
        List<ActionTable.ResourceType> types = table.types(action);
        if (resource.equals("*")) {
            return action.required().isEmpty() ? null : access.action() + " needs a resource: " + action.required();
        }
        if (NAMED_IN_REFUSALS.contains(access.action())) {
            return null;
        }
        if (types.isEmpty()) {
            return access.action() + " is for * only, not " + resource;
        }
        return types.stream().anyMatch(type -> type.fits(resource))
                ? null
                : access.action() + " is not for " + resource + " but "
                        + types.stream().map(ActionTable.ResourceType::arns).toList();
    }

    private static List<String> keys(String name, Access access, ActionTable table) {
        List<String> problems = new ArrayList<>();
        ActionTable.Action action = table.action(access.action());
        // What a call needs beside its own action is asked about with the keys of the call.
        if (action == null || !access.action().equals(name)) {
            return problems;
        }
        List<String> known = new ArrayList<>(action.keys());
        table.types(action).forEach(type -> known.addAll(type.keys()));
        List<String> given = new ArrayList<>(access.conditions().keySet());
        // AWS documents these beside its table.
        given.removeAll(Set.of("kms:CallerAccount", "sts:DurationSeconds"));
        for (String key : given) {
            if (!key.toLowerCase(Locale.ROOT).startsWith("aws:")
                    && known.stream().noneMatch(k -> same(k, key))) {
                problems.add(name + ": " + access.action() + " does not know " + key);
            }
        }
        return problems;
    }

    /// A key of the table may end with something that differs: `aws:RequestTag/${TagKey}`,
    /// `kms:EncryptionContext:${EncryptionContextKey}`.
    private static boolean same(String known, String key) {
        int variable = known.indexOf("${");
        if (variable >= 0) {
            return key.regionMatches(true, 0, known, 0, variable);
        }
        int slash = known.indexOf('/');
        return slash < 0 ? known.equalsIgnoreCase(key) : key.regionMatches(true, 0, known, 0, slash + 1);
    }

    private static Call call() {
        return new Call(
                new Caller.User(ACCOUNT, "/", "ada", "AIDAEXAMPLEEXAMPLE234"),
                ACCOUNT,
                REGION,
                "request",
                null,
                Instant.EPOCH,
                "127.0.0.1",
                false,
                "http://127.0.0.1:4566");
    }

    /// As Kinesis makes them: where in which stream.
    private static String shardIterator() {
        RowWriter row = new RowWriter(1)
                .string("000000000000")
                .string("us-east-1")
                .string("orders")
                .string("stream-id")
                .varint(0)
                .varint(0)
                .varint(0);
        return Base64.getEncoder().encodeToString(row.toBytes());
    }

    private static Map<String, String> streamsAndTrails() {
        String stream = "arn:aws:kinesis:us-east-1:000000000000:stream/orders";
        return Map.of(
                "kinesis.StreamARN",
                stream,
                "kinesis.ResourceARN",
                stream,
                "kinesis.ShardIterator",
                shardIterator(),
                "kinesis.ConsumerARN",
                stream + "/consumer/billing:1700000000",
                "cloudtrail.ResourceId",
                "arn:aws:cloudtrail:us-east-1:000000000000:trail/orders",
                "cloudtrail.ResourceIdList",
                "arn:aws:cloudtrail:us-east-1:000000000000:trail/orders",
                "cloudtrail.Name",
                "orders");
    }

    private static Map<String, String> texts() {
        Map<String, String> texts = new TreeMap<>(streamsAndTrails());
        String function = "arn:aws:lambda:us-east-1:000000000000:function:orders";
        String key = "arn:aws:kms:us-east-1:000000000000:key/1234abcd-12ab-34cd-56ef-1234567890ab";
        texts.put("Role", "arn:aws:iam::000000000000:role/orders");
        texts.put("RoleArn", "arn:aws:iam::000000000000:role/orders");
        texts.put("ExecutionRoleArn", "arn:aws:iam::000000000000:role/orders");
        texts.put("RoleARN", "arn:aws:iam::000000000000:role/orders");
        texts.put("PolicyArn", "arn:aws:iam::000000000000:policy/orders");
        texts.put("PolicySourceArn", "arn:aws:iam::000000000000:role/orders");
        texts.put("SerialNumber", "arn:aws:iam::000000000000:mfa/ada");
        texts.put("OpenIDConnectProviderArn", "arn:aws:iam::000000000000:oidc-provider/example.com");
        texts.put("SAMLProviderArn", "arn:aws:iam::000000000000:saml-provider/example");
        texts.put("dynamodb.ResourceArn", "arn:aws:dynamodb:us-east-1:000000000000:table/orders");
        texts.put("logs.resourceArn", "arn:aws:logs:us-east-1:000000000000:log-group:orders");
        texts.put("lambda.Resource", function);
        texts.put("lambda.Layers", "arn:aws:lambda:us-east-1:000000000000:layer:tools:1");
        texts.put("lambda.Arn", "arn:aws:lambda:us-east-1:000000000000:layer:tools:1");
        texts.put("lambda.LayerName", "tools");
        texts.put("apigateway.ResourceArn", "arn:aws:apigateway:us-east-1::/apis/abc");
        texts.put("kms.KeyId", key);
        texts.put("kms.TargetKeyId", key);
        texts.put("kms.SourceKeyId", key);
        texts.put("kms.DestinationKeyId", key);
        texts.put("kms.AliasName", "alias/orders");
        texts.put("kms.GrantToken", Samples.ABSENT);
        texts.put("logs.logGroupIdentifiers", "arn:aws:logs:us-east-1:000000000000:log-group:orders");
        texts.put("secretsmanager.RotationLambdaARN", function);
        texts.put("ssm.ResourceArn", "arn:aws:ssm:us-east-1:000000000000:parameter/orders");
        texts.put("iam.Arn", "arn:aws:iam::000000000000:role/orders");
        texts.put("iam.EntityArn", "arn:aws:iam::000000000000:delegation-request/orders");
        texts.put("TargetPrincipal", "000000000000");
        texts.put("iam.Url", "https://example.com");
        texts.put("CopySource", "bucket/key");
        texts.put("WebIdentityToken", "a.b.c");
        texts.put("ServiceLinkedRoleName", "AWSServiceRoleForOrders");
        texts.put("AWSServiceName", "orders.amazonaws.com");
        texts.put("DeletionTaskId", "task/aws-service-role/orders.amazonaws.com/AWSServiceRoleForOrders/1");
        texts.put("PolicyDocument", "{}");
        texts.put("AssumeRolePolicyDocument", "{}");
        texts.put("Path", "/");
        texts.put("PathPrefix", "/");
        texts.put("NewPath", "/");
        // Not to be given together with expressions.
        for (String old : List.of(
                "AttributesToGet",
                "Expected",
                "AttributeUpdates",
                "ConditionalOperator",
                "KeyConditions",
                "QueryFilter",
                "ScanFilter",
                "ExpressionAttributeNames",
                "ExpressionAttributeValues",
                "ExclusiveStartKey",
                "FilterExpression",
                "DeleteRequest",
                "ConditionCheck",
                "Delete",
                "Update")) {
            texts.put("dynamodb." + old, Samples.ABSENT);
        }
        texts.put("logs.logGroupIdentifier", Samples.ABSENT);
        texts.put("ProjectionExpression", "id");
        texts.put("ConditionExpression", "attribute_exists(id)");
        texts.put("KeyConditionExpression", "attribute_exists(id)");
        texts.put("UpdateExpression", "REMOVE id");
        texts.put("Statement", "SELECT * FROM \"orders\"");
        return texts;
    }
}
