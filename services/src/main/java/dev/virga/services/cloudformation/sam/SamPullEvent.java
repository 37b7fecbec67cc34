package dev.virga.services.cloudformation.sam;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Events that a function's poller fetches: from SQS queues, Kinesis and DynamoDB streams, and MSK.
final class SamPullEvent {
    /// Properties that AWS::Lambda::EventSourceMapping has under the same name.
    private static final List<String> SAME =
            List.of(("BatchSize StartingPosition StartingPositionTimestamp Enabled MaximumBatchingWindowInSeconds"
                            + " MaximumRetryAttempts BisectBatchOnFunctionError MaximumRecordAgeInSeconds"
                            + " ParallelizationFactor Topics TumblingWindowInSeconds FunctionResponseTypes"
                            + " FilterCriteria KmsKeyArn ScalingConfig ProvisionedPollerConfig MetricsConfig"
                            + " LoggingConfig SourceAccessConfigurations")
                    .split(" "));

    private final SamEvent event;
    private final SamTarget target;
    private final SamFunctionRole role;

    SamPullEvent(SamEvent event, SamTarget target, SamFunctionRole role) {
        this.event = event;
        this.target = target;
        this.role = role;
    }

    void emit() {
        boolean queue = event.type().equals("SQS");
        Object arn = event.get(queue ? "Queue" : "Stream");
        if (arn == null) {
            throw event.invalidResource(
                    queue
                            ? "No Queue (for SQS) or Stream (for Kinesis, DynamoDB or MSK) or Broker (for Amazon MQ) provided."
                            : "Missing required property 'Stream'.");
        }
        if (!queue) {
            event.required("StartingPosition");
        }
        checkFilters();
        Map<String, @Nullable Object> mapping = Tree.map("EventSourceArn", arn, "FunctionName", target.name());
        for (String name : SAME) {
            if (event.get(name) != null) {
                mapping.put(name, Tree.copy(event.get(name)));
            }
        }
        if (event.get("ConsumerGroupId") != null && !event.type().equals("MSK")) {
            throw event.invalidAsResource(
                    "Property ConsumerGroupId not defined for resource of type " + event.type() + ".");
        }
        if (event.get("ConsumerGroupId") != null || event.get("SchemaRegistryConfig") != null) {
            mapping.put(
                    "AmazonManagedKafkaEventSourceConfig",
                    Tree.map(
                            "ConsumerGroupId", event.get("ConsumerGroupId"),
                            "SchemaRegistryConfig", event.get("SchemaRegistryConfig")));
        }
        if (event.get("DestinationConfig") != null) {
            mapping.put("DestinationConfig", destinations());
        }
        role.attach("service-role/" + policy());
        allowSecrets();
        event.emit(event.id(), "AWS::Lambda::EventSourceMapping", mapping);
    }

    private String policy() {
        return switch (event.type()) {
            case "SQS" -> "AWSLambdaSQSQueueExecutionRole";
            case "Kinesis" -> "AWSLambdaKinesisExecutionRole";
            case "DynamoDB" -> "AWSLambdaDynamoDBExecutionRole";
            default -> "AWSLambdaMSKExecutionRole";
        };
    }

    /// MSK clusters that ask for a client certificate keep it in a secret.
    private void allowSecrets() {
        for (Object item : Tree.itemsOrEmpty(event.get("SourceAccessConfigurations"))) {
            Map<String, @Nullable Object> access = Tree.objectOrEmpty(item);
            if (event.type().equals("MSK") && "CLIENT_CERTIFICATE_TLS_AUTH".equals(access.get("Type"))) {
                role.allow("MSKExecutionRolePolicy", Tree.list("secretsmanager:GetSecretValue"), access.get("URI"));
            }
        }
    }

    private void allowBucket(String policyName, @Nullable Object arn) {
        Object objects = Tree.map("Fn::Join", Tree.list("/", Tree.list(arn, "*")));
        role.add(
                policyName,
                Tree.map(
                        "Statement",
                        Tree.list(
                                Tree.map("Action", "s3:PutObject", "Effect", "Allow", "Resource", objects),
                                Tree.map("Action", "s3:ListBucket", "Effect", "Allow", "Resource", arn))));
    }

    private void checkFilters() {
        Object criteria = event.get("FilterCriteria");
        if (criteria == null || Tree.isIntrinsic(criteria)) {
            return;
        }
        Map<String, @Nullable Object> map = Tree.object(criteria);
        boolean right = map != null
                && (map.isEmpty()
                        || (map.size() == 1
                                && Tree.items(map.get("Filters")) != null
                                && Tree.itemsOrEmpty(map.get("Filters")).stream()
                                        .allMatch(Map.class::isInstance)));
        if (!right) {
            throw event.invalid("FilterCriteria field has a wrong format");
        }
    }

    private Map<String, @Nullable Object> destinations() {
        Map<String, @Nullable Object> config = Tree.objectOrEmpty(event.get("DestinationConfig"));
        Map<String, @Nullable Object> failure = Tree.object(config.get("OnFailure"));
        if (failure == null) {
            throw event.invalidAsResource("Property 'DestinationConfig.OnFailure' should be a map.");
        }
        Object arn = failure.get("Destination");
        Object type = failure.get("Type");
        String name = event.id();
        switch (type == null ? "" : String.valueOf(type)) {
            case "", "Kafka" -> {}
            case "SQS" -> role.allow(name + "SQSPolicy", "sqs:SendMessage", arn);
            case "SNS" -> role.allow(name + "SNSPolicy", "sns:publish", arn);
            case "S3" -> allowBucket(name + "S3Policy", arn);
            default ->
                throw event.invalidAsResource("The only valid values for 'Type' are 'SQS', 'SNS', 'S3', and 'Kafka'");
        }
        return Tree.map("OnFailure", Tree.map("Destination", arn));
    }
}
