package dev.virga.services.cloudformation.sam;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Events of the types CloudWatchLogs, IoTRule, AlexaSkill and Cognito: little more than a
/// permission.
final class SamPushEvent {
    private final SamEvent event;
    private final SamTarget target;

    SamPushEvent(SamEvent event, SamTarget target) {
        this.event = event;
        this.target = target;
    }

    void emit() {
        switch (event.type()) {
            case "CloudWatchLogs" -> logs();
            case "IoTRule" -> rule();
            case "AlexaSkill" -> skill();
            default -> userPool();
        }
    }

    private String permissionId() {
        return event.id() + "Permission";
    }

    private String arnPrefix() {
        return "arn:" + event.translation().parameters().partition();
    }

    private void logs() {
        Object group = event.required("LogGroupName");
        Object arn = Tree.map(
                "Fn::Sub",
                Tree.list(
                        arnPrefix() + ":logs:${AWS::Region}:${AWS::AccountId}:log-group:${__LogGroupName__}:*",
                        Tree.map("__LogGroupName__", group)));
        event.permit(permissionId(), "logs.amazonaws.com", target, arn);
        Map<String, @Nullable Object> attributes = event.function().passedOn();
        attributes.put("DependsOn", Tree.list(permissionId()));
        event.emit(
                event.id(),
                "AWS::Logs::SubscriptionFilter",
                Tree.map(
                        "LogGroupName", group,
                        "FilterPattern", event.get("FilterPattern"),
                        "DestinationArn", target.arn()),
                attributes);
    }

    private void rule() {
        Object arn = Tree.map(
                "Fn::Sub",
                Tree.list(
                        arnPrefix() + ":iot:${AWS::Region}:${AWS::AccountId}:rule/${RuleName}",
                        Tree.map("RuleName", Tree.ref(event.id()))));
        event.emit(
                permissionId(),
                "AWS::Lambda::Permission",
                Tree.map(
                        "Action",
                        "lambda:InvokeFunction",
                        "FunctionName",
                        target.name(),
                        "Principal",
                        "iot.amazonaws.com",
                        "SourceAccount",
                        Tree.sub("${AWS::AccountId}"),
                        "SourceArn",
                        arn));
        event.emit(
                event.id(),
                "AWS::IoT::TopicRule",
                Tree.map(
                        "TopicRulePayload",
                        Tree.map(
                                "RuleDisabled", false,
                                "Sql", event.get("Sql"),
                                "AwsIotSqlVersion", event.get("AwsIotSqlVersion"),
                                "Actions", Tree.list(Tree.map("Lambda", Tree.map("FunctionArn", target.arn()))))));
    }

    private void skill() {
        event.emit(
                permissionId(),
                "AWS::Lambda::Permission",
                Tree.map(
                        "Action",
                        "lambda:InvokeFunction",
                        "FunctionName",
                        target.name(),
                        "Principal",
                        "alexa-appkit.amazon.com",
                        "EventSourceToken",
                        event.get("SkillId")));
    }

    private void userPool() {
        Object poolId = Tree.objectOrEmpty(event.get("UserPool")).get("Ref");
        if (poolId != null && !(poolId instanceof String)) {
            throw event.invalidAsResource("Ref in Userpool is not a string.");
        }
        Map<String, @Nullable Object> pool = poolId == null
                ? null
                : Tree.object(event.translation().resources().get(String.valueOf(poolId)));
        if (pool == null || !"AWS::Cognito::UserPool".equals(pool.get("Type"))) {
            throw event.invalid("Cognito events must reference a Cognito UserPool in the same template.");
        }
        String id = String.valueOf(poolId);
        Object trigger = event.get("Trigger");
        if (!(trigger instanceof String) && !(trigger instanceof List)) {
            throw event.invalidResource("Type of property 'Trigger' is invalid.");
        }
        // One permission does for all triggers of a function.
        event.permit(
                event.function().id() + "CognitoPermission",
                "cognito-idp.amazonaws.com",
                target,
                Tree.getAtt(id, "Arn"));
        Map<String, @Nullable Object> config = Tree.child(Tree.child(pool, "Properties"), "LambdaConfig");
        for (Object item : trigger instanceof List ? Tree.itemsOrEmpty(trigger) : Tree.list(trigger)) {
            String name = String.valueOf(item);
            if (config.containsKey(name)) {
                throw event.invalid("Cognito trigger \"" + name + "\" defined multiple times.");
            }
            boolean versioned = name.equals("CustomSMSSender") || name.equals("CustomEmailSender");
            config.put(name, versioned ? Tree.map("LambdaArn", target.arn(), "LambdaVersion", "V1_0") : target.arn());
        }
    }
}
