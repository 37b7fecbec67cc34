package dev.virga.services.cloudtrail;

import dev.virga.kernel.Arn;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What kind of thing an ARN names, and its name: `AWS::DynamoDB::Table`, `orders`.
final class ResourceTypes {
    /// @param name as people call it
    record Named(String type, String name) {}

    /// By service and, where it has several, the first part of the resource.
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("apigateway", "AWS::ApiGatewayV2::Api"),
            Map.entry("cloudformation:stack", "AWS::CloudFormation::Stack"),
            Map.entry("cloudtrail:trail", "AWS::CloudTrail::Trail"),
            Map.entry("dynamodb:table", "AWS::DynamoDB::Table"),
            Map.entry("events:rule", "AWS::Events::Rule"),
            Map.entry("iam:group", "AWS::IAM::Group"),
            Map.entry("iam:instance-profile", "AWS::IAM::InstanceProfile"),
            Map.entry("iam:policy", "AWS::IAM::Policy"),
            Map.entry("iam:role", "AWS::IAM::Role"),
            Map.entry("iam:user", "AWS::IAM::User"),
            Map.entry("kinesis:stream", "AWS::Kinesis::Stream"),
            Map.entry("kms:alias", "AWS::KMS::Alias"),
            Map.entry("kms:key", "AWS::KMS::Key"),
            Map.entry("lambda:function", "AWS::Lambda::Function"),
            Map.entry("lambda:layer", "AWS::Lambda::LayerVersion"),
            Map.entry("logs:log-group", "AWS::Logs::LogGroup"),
            Map.entry("secretsmanager:secret", "AWS::SecretsManager::Secret"),
            Map.entry("sns", "AWS::SNS::Topic"),
            Map.entry("sqs", "AWS::SQS::Queue"),
            Map.entry("ssm:parameter", "AWS::SSM::Parameter"),
            Map.entry("states:stateMachine", "AWS::StepFunctions::StateMachine"));

    private ResourceTypes() {}

    /// Null for what has no name of its own.
    static @Nullable Named of(String resource) {
        Arn arn = Arn.parse(resource);
        if (arn == null || resource.indexOf('*') >= 0) {
            return null;
        }
        if (arn.service().equals("s3")) {
            boolean object = arn.resource().indexOf('/') > 0;
            return new Named(object ? "AWS::S3::Object" : "AWS::S3::Bucket", object ? resource : arn.resource());
        }
        int end = 0;
        String text = arn.resource();
        while (end < text.length() && text.charAt(end) != '/' && text.charAt(end) != ':') {
            end++;
        }
        String type = TYPES.get(arn.service() + ":" + text.substring(0, end));
        if (type == null) {
            type = TYPES.get(arn.service());
            return type == null ? null : new Named(type, text);
        }
        String rest = text.substring(Math.min(end + 1, text.length()));
        return new Named(type, name(arn.service(), rest));
    }

    private static String name(String service, String rest) {
        return switch (service) {
            // Paths belong to what is not the name.
            case "iam" -> rest.substring(rest.lastIndexOf('/') + 1);
            case "logs" -> {
                int stream = rest.indexOf(":log-stream:");
                yield stream < 0 ? rest : rest.substring(0, stream);
            }
            default -> {
                int end = rest.indexOf(service.equals("lambda") ? ':' : '/');
                yield end <= 0 || service.equals("ssm") ? rest : rest.substring(0, end);
            }
        };
    }
}
