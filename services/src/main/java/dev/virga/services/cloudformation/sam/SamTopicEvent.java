package dev.virga.services.cloudformation.sam;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Events of type SNS: a subscription of the function, or of a queue that the function then reads.
final class SamTopicEvent {
    private final SamEvent event;
    private final SamTarget target;
    private final SamFunctionRole role;

    SamTopicEvent(SamEvent event, SamTarget target, SamFunctionRole role) {
        this.event = event;
        this.target = target;
        this.role = role;
    }

    void emit() {
        for (String name : List.of("FilterCriteria", "ConsumerGroupId")) {
            if (event.get(name) != null) {
                throw event.invalidResource("property " + name + " not defined for resource of type SNS");
            }
        }
        Object topic = event.required("Topic");
        Object through = event.get("SqsSubscription");
        if (!Tree.isSet(through)) {
            subscribe("lambda", target.arn());
            event.permit(event.id() + "Permission", "sns.amazonaws.com", target, topic);
            return;
        }
        Map<String, @Nullable Object> queue = Tree.objectOrEmpty(through);
        Object arn = queue.get("QueueArn");
        Object url = queue.get("QueueUrl");
        if (through instanceof Map && (arn == null || url == null)) {
            throw event.invalid("No QueueARN or QueueURL provided.");
        }
        if (arn == null) {
            String made = event.id() + "Queue";
            event.emit(made, "AWS::SQS::Queue", Tree.map("FifoQueue", isFifo(topic) ? true : null));
            arn = Tree.getAtt(made, "Arn");
            url = Tree.ref(made);
        }
        Object statement = Tree.map(
                "Action", "sqs:SendMessage",
                "Effect", "Allow",
                "Principal", "*",
                "Resource", arn,
                "Condition", Tree.map("ArnEquals", Tree.map("aws:SourceArn", topic)));
        Object policy = queue.get("QueuePolicyLogicalId");
        event.emit(
                policy == null ? event.id() + "QueuePolicy" : String.valueOf(policy),
                "AWS::SQS::QueuePolicy",
                Tree.map(
                        "PolicyDocument", Tree.map("Version", "2012-10-17", "Statement", Tree.list(statement)),
                        "Queues", Tree.list(url)));
        subscribe("sqs", arn);
        role.attach("service-role/AWSLambdaSQSQueueExecutionRole");
        Object batch = queue.get("BatchSize");
        Object enabled = queue.get("Enabled");
        event.emit(
                event.id() + "EventSourceMapping",
                "AWS::Lambda::EventSourceMapping",
                Tree.map(
                        "FunctionName",
                        target.name(),
                        "EventSourceArn",
                        arn,
                        "BatchSize",
                        batch == null ? Integer.valueOf(10) : batch,
                        "Enabled",
                        enabled == null ? true : enabled));
    }

    private boolean isFifo(Object topic) {
        Object id = Tree.objectOrEmpty(topic).get("Ref");
        Object resource = id == null ? null : event.translation().resources().get(String.valueOf(id));
        Object properties = Tree.objectOrEmpty(resource).get("Properties");
        return Tree.isTrue(Tree.objectOrEmpty(properties).get("FifoTopic"));
    }

    private void subscribe(String protocol, Object endpoint) {
        event.emit(
                event.id(),
                "AWS::SNS::Subscription",
                Tree.map(
                        "Protocol", protocol,
                        "Endpoint", endpoint,
                        "TopicArn", event.get("Topic"),
                        "Region", event.get("Region"),
                        "FilterPolicy", event.get("FilterPolicy"),
                        "FilterPolicyScope", event.get("FilterPolicyScope"),
                        "RedrivePolicy", event.get("RedrivePolicy")));
    }
}
