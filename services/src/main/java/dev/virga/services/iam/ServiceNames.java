package dev.virga.services.iam;

import java.util.Map;

/// What AWS calls the services that are here; others are called by their prefixes.
final class ServiceNames {
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("apigateway", "Amazon API Gateway Management"),
            Map.entry("cloudformation", "AWS CloudFormation"),
            Map.entry("cloudtrail", "AWS CloudTrail"),
            Map.entry("cloudwatch", "Amazon CloudWatch"),
            Map.entry("dynamodb", "Amazon DynamoDB"),
            Map.entry("events", "Amazon EventBridge"),
            Map.entry("execute-api", "Amazon API Gateway"),
            Map.entry("iam", "AWS Identity and Access Management (IAM)"),
            Map.entry("kinesis", "Amazon Kinesis Data Streams"),
            Map.entry("kms", "AWS Key Management Service"),
            Map.entry("lambda", "AWS Lambda"),
            Map.entry("logs", "Amazon CloudWatch Logs"),
            Map.entry("s3", "Amazon S3"),
            Map.entry("secretsmanager", "AWS Secrets Manager"),
            Map.entry("sns", "Amazon SNS"),
            Map.entry("sqs", "Amazon SQS"),
            Map.entry("ssm", "AWS Systems Manager"),
            Map.entry("states", "AWS Step Functions"),
            Map.entry("sts", "AWS Security Token Service"));

    private ServiceNames() {}

    static String of(String prefix) {
        return NAMES.getOrDefault(prefix, prefix);
    }
}
