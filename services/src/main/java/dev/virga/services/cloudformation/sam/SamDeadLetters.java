package dev.virga.services.cloudformation.sam;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// DeadLetterConfig of schedules and rules: a queue that is given, or one that is made.
final class SamDeadLetters {
    private final SamEvent event;

    SamDeadLetters(SamEvent event) {
        this.event = event;
    }

    /// The target's DeadLetterConfig; null when the event has none.
    @Nullable
    Map<String, @Nullable Object> config(Map<String, @Nullable Object> ruleArn, String principal) {
        if (!Tree.isSet(event.get("DeadLetterConfig"))) {
            return null;
        }
        Map<String, @Nullable Object> given = Tree.objectOrEmpty(event.get("DeadLetterConfig"));
        Object arn = given.get("Arn");
        Object type = given.get("Type");
        if (arn != null && type != null) {
            throw event.invalidAsResource("You can either define 'Arn' or 'Type' property of DeadLetterConfig.");
        }
        if (arn == null && type == null) {
            throw event.invalidAsResource("No 'Arn' or 'Type' property provided for DeadLetterConfig.");
        }
        if (arn != null) {
            return Tree.map("Arn", arn);
        }
        if (!"SQS".equals(type)) {
            throw event.invalidAsResource("The only valid value for 'Type' property of DeadLetterConfig is 'SQS'.");
        }
        Object named = given.get("QueueLogicalId");
        if (named != null && !(named instanceof String)) {
            throw event.invalidAsResource("QueueLogicalId must be a string");
        }
        String queue = named == null ? event.id() + "Queue" : String.valueOf(named);
        event.emit(queue, "AWS::SQS::Queue", Tree.map());
        Object statement = Tree.map(
                "Action", "sqs:SendMessage",
                "Effect", "Allow",
                "Principal", Tree.map("Service", principal),
                "Resource", Tree.getAtt(queue, "Arn"),
                "Condition", Tree.map("ArnEquals", Tree.map("aws:SourceArn", ruleArn)));
        event.emit(
                event.id() + "QueuePolicy",
                "AWS::SQS::QueuePolicy",
                Tree.map(
                        "PolicyDocument", Tree.map("Version", "2012-10-17", "Statement", Tree.list(statement)),
                        "Queues", Tree.list(Tree.ref(queue))));
        return Tree.map("Arn", Tree.getAtt(queue, "Arn"));
    }
}
