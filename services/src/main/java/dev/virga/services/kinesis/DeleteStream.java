package dev.virga.services.kinesis;

import dev.virga.api.kinesis.DeleteStreamInput;
import dev.virga.api.kinesis.DeleteStreamResponse;
import dev.virga.api.kinesis.KinesisOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.store.Store;
import dev.virga.wire.Op;
import java.util.ArrayList;
import java.util.List;

/// Removes a stream with its records and consumers.
final class DeleteStream implements Operation<DeleteStreamInput, DeleteStreamResponse> {
    private static final int MAX_ATTEMPTS = 100;

    private final StreamTable streams;
    private final ConsumerTable consumers;
    private final Throughput throughput;
    private final StreamAccess access;

    DeleteStream(StreamTable streams, ConsumerTable consumers, Throughput throughput, StreamAccess access) {
        this.streams = streams;
        this.consumers = consumers;
        this.throughput = throughput;
        this.access = access;
    }

    @Override
    public Op<DeleteStreamInput, DeleteStreamResponse> op() {
        return KinesisOps.DeleteStream;
    }

    @Override
    public List<Access> access(DeleteStreamInput input, Call call) {
        return access.stream("DeleteStream", call, input.streamName(), input.streamARN());
    }

    @Override
    public DeleteStreamResponse handle(DeleteStreamInput input, Call call) {
        StreamName name = StreamName.of(call, input.streamName(), input.streamARN(), input.streamId());
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            StreamTable.Found found = streams.get(name);
            Stream stream = found.stream();
            Store.Check noneAdded = consumers.noneAdded(stream);
            if (!Boolean.TRUE.equals(input.enforceConsumerDeletion())
                    && !consumers.list(stream, null, 1).isEmpty()) {
                throw KinesisErrors.inUse("Stream " + name.name() + " under account " + name.account()
                        + " has registered consumers. Deregister them, or set EnforceConsumerDeletion.");
            }
            List<Store.Write> writes = new ArrayList<>(RecordTable.deleteAll(stream));
            writes.addAll(consumers.deleteAll(stream));
            if (streams.delete(found, noneAdded, writes)) {
                throughput.forget(stream);
                return DeleteStreamResponse.builder().build();
            }
        }
        throw KinesisErrors.contention(name);
    }
}
