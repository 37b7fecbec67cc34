package dev.virga.services.cloudformation.sam;

import org.jspecify.annotations.Nullable;

/// Events of type Schedule, EventBridgeRule and CloudWatchEvent: a rule, and leave for it to call
/// the function.
final class SamRuleEvent {
    private final SamEvent event;
    private final SamTarget target;

    SamRuleEvent(SamEvent event, SamTarget target) {
        this.event = event;
        this.target = target;
    }

    void emit() {
        boolean schedule = event.type().equals("Schedule");
        Object given = Tree.objectOrEmpty(event.get("Target")).get("Id");
        Object deadLetters = new SamDeadLetters(event).config(Tree.getAtt(event.id(), "Arn"), "events.amazonaws.com");
        Object to = Tree.map(
                "Arn", target.arn(),
                "Id", given == null ? event.id() + "LambdaTarget" : given,
                "Input", event.get("Input"),
                "InputPath", event.get("InputPath"),
                "InputTransformer", event.get("InputTransformer"),
                "DeadLetterConfig", deadLetters,
                "RetryPolicy", event.get("RetryPolicy"));
        event.emit(
                event.id(),
                "AWS::Events::Rule",
                Tree.map(
                        "ScheduleExpression", schedule ? event.get("Schedule") : null,
                        "EventPattern", schedule ? null : event.get("Pattern"),
                        "EventBusName", event.get("EventBusName"),
                        "Name", event.get(schedule ? "Name" : "RuleName"),
                        "Description", event.get("Description"),
                        "State", state(),
                        "Targets", Tree.list(to)));
        event.permit(event.id() + "Permission", "events.amazonaws.com", target, Tree.getAtt(event.id(), "Arn"));
    }

    private @Nullable Object state() {
        Object enabled = event.get("Enabled");
        Object state = event.get("State");
        if (enabled != null && state != null) {
            throw event.invalid("State and Enabled Properties cannot both be specified.");
        }
        if (enabled != null) {
            return Tree.isFalse(enabled) ? "DISABLED" : "ENABLED";
        }
        return state;
    }
}
