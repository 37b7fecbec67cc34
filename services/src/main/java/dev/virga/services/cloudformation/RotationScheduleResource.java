package dev.virga.services.cloudformation;

import dev.virga.api.secretsmanager.CancelRotateSecretRequest;
import dev.virga.api.secretsmanager.DescribeSecretRequest;
import dev.virga.api.secretsmanager.RotateSecretRequest;
import dev.virga.api.secretsmanager.RotationRulesType;
import dev.virga.api.secretsmanager.SecretsmanagerOps;
import dev.virga.wire.AwsException;

/// `AWS::SecretsManager::RotationSchedule`, for a function that the template or somebody else made.
final class RotationScheduleResource implements ResourceType {
    private static final Schema SCHEMA = new Schema("""
            ExternalSecretRotationMetadata- ExternalSecretRotationRoleArn- HostedRotationLambda-
            RotateImmediatelyOnUpdate RotationLambdaARN* RotationRules SecretId*!""");

    @Override
    public String name() {
        return "AWS::SecretsManager::RotationSchedule";
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public Made create(Deed deed, Properties properties) {
        return Made.of(rotate(deed, properties), properties);
    }

    private static String rotate(Deed deed, Properties properties) {
        Properties rules = properties.object("RotationRules");
        Integer days = rules.whole("AutomaticallyAfterDays");
        RotateSecretRequest request = RotateSecretRequest.builder()
                .secretId(properties.required("SecretId"))
                .rotationLambdaARN(properties.required("RotationLambdaARN"))
                .rotateImmediately(properties.flag("RotateImmediatelyOnUpdate"))
                .rotationRules(
                        properties.has("RotationRules")
                                ? RotationRulesType.builder()
                                        .automaticallyAfterDays(days == null ? null : (Long) days.longValue())
                                        .duration(rules.text("Duration"))
                                        .scheduleExpression(rules.text("ScheduleExpression"))
                                        .build()
                                : null)
                .build();
        try {
            return deed.call(SecretsmanagerOps.RotateSecret, request).arn();
        } catch (AwsException e) {
            // The rotation that this step began before a crash is still under way.
            if (deed.again() && String.valueOf(e.getMessage()).startsWith("A previous rotation isn't complete")) {
                return deed.call(
                                SecretsmanagerOps.DescribeSecret,
                                DescribeSecretRequest.builder()
                                        .secretId(request.secretId())
                                        .build())
                        .arn();
            }
            throw e;
        }
    }

    @Override
    public Made update(Deed deed, Made before, Properties properties) {
        rotate(deed, properties);
        return before;
    }

    @Override
    public void delete(Deed deed, Made made) {
        deed.callUnlessGone(
                SecretsmanagerOps.CancelRotateSecret,
                CancelRotateSecretRequest.builder().secretId(made.physicalId()).build());
    }
}
