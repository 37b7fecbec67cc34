package dev.virga.services.cloudformation.sam;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Events of type ScheduleV2: a schedule of EventBridge Scheduler, and the role it takes on.
final class SamScheduleEvent {
    private static final List<String> SAME = List.of(
            "ScheduleExpression",
            "ScheduleExpressionTimezone",
            "Description",
            "StartDate",
            "EndDate",
            "State",
            "GroupName",
            "KmsKeyArn");

    private final SamEvent event;
    private final SamTarget target;

    SamScheduleEvent(SamEvent event, SamTarget target) {
        this.event = event;
        this.target = target;
    }

    void emit() {
        Map<String, @Nullable Object> schedule = Tree.map();
        for (String name : SAME) {
            if (event.get(name) != null) {
                schedule.put(name, event.get(name));
            }
        }
        Object window = event.get("FlexibleTimeWindow");
        schedule.put("FlexibleTimeWindow", window == null ? Tree.map("Mode", "OFF") : window);
        Object omit = event.get("OmitName");
        if (omit != null && !(omit instanceof Boolean)) {
            throw event.invalidResource("Type of property 'OmitName' is invalid.");
        }
        if (event.get("Name") != null) {
            if (Boolean.TRUE.equals(omit)) {
                throw event.invalidAsResource("Name cannot be set when OmitName is True");
            }
            schedule.put("Name", event.get("Name"));
        } else if (!Boolean.TRUE.equals(omit)) {
            schedule.put("Name", event.id());
        }
        Map<String, @Nullable Object> deadLetters =
                new SamDeadLetters(event).config(Tree.getAtt(event.id(), "Arn"), "scheduler.amazonaws.com");
        Object role = event.get("RoleArn");
        schedule.put(
                "Target",
                Tree.map(
                        "Arn", target.arn(),
                        "Input", event.get("Input"),
                        "RetryPolicy", event.get("RetryPolicy"),
                        "DeadLetterConfig", deadLetters,
                        "RoleArn", role == null ? role(deadLetters) : role));
        event.emit(event.id(), "AWS::Scheduler::Schedule", schedule);
    }

    private Object role(@Nullable Map<String, @Nullable Object> deadLetters) {
        String id = event.id() + "Role";
        List<@Nullable Object> policies =
                Tree.list(policy(event.id() + "LambdaPolicy", "lambda:InvokeFunction", target.arn()));
        if (deadLetters != null) {
            policies.add(policy(event.id() + "SQSPolicy", "sqs:SendMessage", deadLetters.get("Arn")));
        }
        event.emit(
                id,
                "AWS::IAM::Role",
                Tree.map(
                        "AssumeRolePolicyDocument",
                        Tree.map(
                                "Version",
                                "2012-10-17",
                                "Statement",
                                Tree.list(Tree.map(
                                        "Action", Tree.list("sts:AssumeRole"),
                                        "Effect", "Allow",
                                        "Principal", Tree.map("Service", Tree.list("scheduler.amazonaws.com"))))),
                        "PermissionsBoundary",
                        event.get("PermissionsBoundary"),
                        "Policies",
                        policies));
        return Tree.getAtt(id, "Arn");
    }

    private static Object policy(String name, String action, @Nullable Object resource) {
        return Tree.map(
                "PolicyName",
                name,
                "PolicyDocument",
                Tree.map(
                        "Statement",
                        Tree.list(Tree.map(
                                "Action", action,
                                "Effect", "Allow",
                                "Resource", resource))));
    }
}
