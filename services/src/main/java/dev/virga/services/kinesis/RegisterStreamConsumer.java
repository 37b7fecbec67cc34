package dev.virga.services.kinesis;

import dev.virga.api.kinesis.KinesisOps;
import dev.virga.api.kinesis.RegisterStreamConsumerInput;
import dev.virga.api.kinesis.RegisterStreamConsumerOutput;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.store.Store;
import dev.virga.wire.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Makes a consumer of a stream. It is active when this returns; the answer says `CREATING` as clients
/// expect it.
final class RegisterStreamConsumer implements Operation<RegisterStreamConsumerInput, RegisterStreamConsumerOutput> {
    private static final int MAX_ATTEMPTS = 100;

    private final StreamTable streams;
    private final ConsumerTable consumers;
    private final StreamAccess access;

    RegisterStreamConsumer(StreamTable streams, ConsumerTable consumers, StreamAccess access) {
        this.streams = streams;
        this.consumers = consumers;
        this.access = access;
    }

    @Override
    public Op<RegisterStreamConsumerInput, RegisterStreamConsumerOutput> op() {
        return KinesisOps.RegisterStreamConsumer;
    }

    @Override
    public List<Access> access(RegisterStreamConsumerInput input, Call call) {
        List<Access> all = new ArrayList<>(access.stream("RegisterStreamConsumer", call, null, input.streamARN()));
        if (input.tags() != null) {
            // Its ARN ends with the time of its making, which nobody knows yet.
            String arn = input.streamARN() + StreamConsumer.RESOURCE + input.consumerName() + ":0";
            all.add(access.resource("TagResource", call, arn));
        }
        return all;
    }

    @Override
    public RegisterStreamConsumerOutput handle(RegisterStreamConsumerInput input, Call call) {
        StreamName name = StreamName.of(call, null, input.streamARN(), input.streamId());
        Map<String, String> tags = ResourceTags.of(input.tags());
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            StreamTable.Found found = streams.get(name);
            Stream stream = found.stream();
            Store.Check noneAdded = consumers.noneAdded(stream);
            if (consumers.find(stream, input.consumerName()) != null) {
                throw KinesisErrors.inUse("Consumer " + input.consumerName() + " under stream " + name.name()
                        + " already exists for account " + name.account() + ".");
            }
            int max = ConsumerTable.MAX_CONSUMERS;
            if (consumers.list(stream, null, max).size() >= max) {
                throw KinesisErrors.limit("Stream " + name.name() + " under account " + name.account()
                        + " has the maximum number of consumers, " + max + ".");
            }
            StreamConsumer consumer = new StreamConsumer(
                    stream.arn(), input.consumerName(), call.time().toEpochMilli(), tags, null);
            if (consumers.create(found, noneAdded, consumer)) {
                return RegisterStreamConsumerOutput.builder()
                        .consumer(consumer.described("CREATING"))
                        .build();
            }
            streams.forget(found.key());
        }
        throw KinesisErrors.contention(name);
    }
}
