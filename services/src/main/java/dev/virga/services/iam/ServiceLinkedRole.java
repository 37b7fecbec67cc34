package dev.virga.services.iam;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the role of a service is called and what it holds. AWS has a name for each of its services;
/// those that a serverless application meets are here, others are called after the service.
///
/// @param service e.g. `ops.apigateway.amazonaws.com`
/// @param policy name of AWS's policy for it, or null
record ServiceLinkedRole(
        String service, String name, @Nullable String policy) {
    static final String PATH = "/aws-service-role/";
    private static final String PREFIX = "AWSServiceRoleFor";
    private static final String DOMAIN = ".amazonaws.com";

    /// @param policy of AWS for it
    private record Known(String name, String policy) {}

    private static final Map<String, Known> KNOWN = Map.ofEntries(
            Map.entry("ops.apigateway", new Known("APIGateway", "APIGatewayServiceRolePolicy")),
            Map.entry(
                    "dynamodb.application-autoscaling",
                    new Known("ApplicationAutoScaling_DynamoDBTable", "AWSApplicationAutoscalingDynamoDBTablePolicy")),
            Map.entry(
                    "lambda.application-autoscaling",
                    new Known(
                            "ApplicationAutoScaling_LambdaConcurrency",
                            "AWSApplicationAutoscalingLambdaConcurrencyPolicy")),
            Map.entry("replication.dynamodb", new Known("DynamoDBReplication", "DynamoDBReplicationServiceRolePolicy")),
            Map.entry(
                    "kinesisreplication.dynamodb",
                    new Known("DynamoDBKinesisDataStreamsReplication", "DynamoDBKinesisReplicationServiceRolePolicy")),
            Map.entry("replicator.lambda", new Known("LambdaReplicator", "AWSLambdaReplicator")),
            Map.entry(
                    "apidestinations.events",
                    new Known("AmazonEventBridgeApiDestinations", "AmazonEventBridgeApiDestinationsServiceRolePolicy")),
            Map.entry("elasticache", new Known("ElastiCache", "ElastiCacheServiceRolePolicy")),
            Map.entry("autoscaling", new Known("AutoScaling", "AutoScalingServiceRolePolicy")),
            Map.entry("ecs", new Known("ECS", "AmazonECSServiceRolePolicy")),
            Map.entry("rds", new Known("RDS", "AmazonRDSServiceRolePolicy")),
            Map.entry("xray", new Known("XRay", "XRayServiceRolePolicy")));

    /// @throws dev.virga.wire.AwsException InvalidInput when no service is called so
    static ServiceLinkedRole of(String service, @Nullable String suffix) {
        if (!service.endsWith(DOMAIN) || service.length() == DOMAIN.length()) {
            throw IamErrors.invalidInput("Service " + service + " is not a valid AWS service principal.");
        }
        String prefix = service.substring(0, service.length() - DOMAIN.length());
        Known known = KNOWN.get(prefix);
        String own = known == null ? EntityTable.capitalized(prefix.replace(".", "_")) : known.name();
        String name = PREFIX + own + (suffix == null ? "" : "_" + suffix);
        return new ServiceLinkedRole(service, name, known == null ? null : known.policy());
    }

    String path() {
        return PATH + service + "/";
    }

    /// Null when none is known.
    @Nullable
    String policyArn() {
        return policy == null ? null : "arn:aws:iam::aws:policy" + PATH + policy;
    }

    String trust() {
        return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\""
                + service + "\"},\"Action\":\"sts:AssumeRole\"}]}";
    }
}
