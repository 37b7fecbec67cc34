package dev.virga.services.kinesis;

import dev.virga.api.kinesis.KinesisOps;
import dev.virga.api.kinesis.ListStreamConsumersInput;
import dev.virga.api.kinesis.ListStreamConsumersOutput;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Consumers of a stream, by their names.
final class ListStreamConsumers implements Operation<ListStreamConsumersInput, ListStreamConsumersOutput> {
    private static final int DEFAULT_RESULTS = 100;

    private final StreamTable streams;
    private final ConsumerTable consumers;
    private final StreamAccess access;

    ListStreamConsumers(StreamTable streams, ConsumerTable consumers, StreamAccess access) {
        this.streams = streams;
        this.consumers = consumers;
        this.access = access;
    }

    @Override
    public Op<ListStreamConsumersInput, ListStreamConsumersOutput> op() {
        return KinesisOps.ListStreamConsumers;
    }

    @Override
    public List<Access> access(ListStreamConsumersInput input, Call call) {
        return access.stream("ListStreamConsumers", call, null, input.streamARN());
    }

    @Override
    public ListStreamConsumersOutput handle(ListStreamConsumersInput input, Call call) {
        StreamName name = StreamName.of(call, null, input.streamARN(), input.streamId());
        if (input.nextToken() != null && input.streamCreationTimestamp() != null) {
            throw KinesisErrors.invalid("NextToken and StreamCreationTimestamp cannot be provided together.");
        }
        Stream stream = streams.get(name).stream();
        if (input.streamCreationTimestamp() != null
                && input.streamCreationTimestamp().getEpochSecond() != stream.createdMillis() / 1000) {
            throw KinesisErrors.streamNotFound(name);
        }
        String after = null;
        if (input.nextToken() != null) {
            ListToken token = ListToken.parse(input.nextToken(), call.time());
            if (!token.of().equals(stream.arn())) {
                throw KinesisErrors.invalid("NextToken is not of the stream " + stream.arn() + ".");
            }
            after = token.last();
        }
        int max = input.maxResults() == null ? DEFAULT_RESULTS : input.maxResults();
        List<StreamConsumer> found = consumers.list(stream, after, max + 1);
        List<StreamConsumer> page = found.subList(0, Math.min(max, found.size()));
        String next = null;
        if (page.size() < found.size()) {
            long now = call.time().toEpochMilli();
            next = new ListToken(stream.arn(), page.getLast().name(), "", now).toString();
        }
        return ListStreamConsumersOutput.builder()
                .consumers(page.stream()
                        .map(consumer -> consumer.described(DescribedStream.ACTIVE))
                        .toList())
                .nextToken(next)
                .build();
    }
}
