package dev.virga.services.kinesis;

import dev.virga.api.kinesis.DeregisterStreamConsumerInput;
import dev.virga.api.kinesis.DeregisterStreamConsumerResponse;
import dev.virga.api.kinesis.KinesisOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Removes a consumer; its subscriptions end.
final class DeregisterStreamConsumer
        implements Operation<DeregisterStreamConsumerInput, DeregisterStreamConsumerResponse> {
    private final ConsumerChoice choice;
    private final ConsumerTable consumers;
    private final Subscriptions subscriptions;

    DeregisterStreamConsumer(ConsumerChoice choice, ConsumerTable consumers, Subscriptions subscriptions) {
        this.choice = choice;
        this.consumers = consumers;
        this.subscriptions = subscriptions;
    }

    @Override
    public Op<DeregisterStreamConsumerInput, DeregisterStreamConsumerResponse> op() {
        return KinesisOps.DeregisterStreamConsumer;
    }

    @Override
    public List<Access> access(DeregisterStreamConsumerInput input, Call call) {
        return choice.access(
                "DeregisterStreamConsumer", call, input.streamARN(), input.consumerName(), input.consumerARN());
    }

    @Override
    public DeregisterStreamConsumerResponse handle(DeregisterStreamConsumerInput input, Call call) {
        ConsumerTable.Found found =
                choice.get(call, input.streamARN(), input.consumerName(), input.consumerARN(), input.streamId());
        consumers.delete(found);
        subscriptions.wake(found.consumer().arn());
        return DeregisterStreamConsumerResponse.builder().build();
    }
}
