package dev.virga.services.kinesis;

import dev.virga.api.kinesis.CreateStreamInput;
import dev.virga.api.kinesis.CreateStreamResponse;
import dev.virga.api.kinesis.KinesisOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// Makes a stream. It is there, and active, when this returns.
final class CreateStream implements Operation<CreateStreamInput, CreateStreamResponse> {
    private final StreamTable streams;
    private final ShardLimits limits;
    private final Trimming trimming;
    private final StreamAccess access;

    CreateStream(StreamTable streams, ShardLimits limits, Trimming trimming, StreamAccess access) {
        this.streams = streams;
        this.limits = limits;
        this.trimming = trimming;
        this.access = access;
    }

    @Override
    public Op<CreateStreamInput, CreateStreamResponse> op() {
        return KinesisOps.CreateStream;
    }

    @Override
    public List<Access> access(CreateStreamInput input, Call call) {
        return access.stream("CreateStream", call, input.streamName(), input.tags() != null, "AddTagsToStream");
    }

    @Override
    public CreateStreamResponse handle(CreateStreamInput input, Call call) {
        if (input.warmThroughputMiBps() != null) {
            throw KinesisErrors.notImplemented("CreateStream with WarmThroughputMiBps");
        }
        StreamName name = new StreamName(call.account(), call.region(), input.streamName());
        if (streams.find(name) != null) {
            throw KinesisErrors.streamExists(name);
        }
        boolean onDemand = input.streamModeDetails() != null
                && "ON_DEMAND".equals(input.streamModeDetails().streamMode());
        int shards = shards(input.shardCount(), onDemand);
        if (onDemand) {
            limits.checkOnDemand(call);
        } else {
            limits.checkMore(call, shards);
        }
        Stream stream = new Stream(
                name,
                HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()),
                call.time().toEpochMilli(),
                onDemand,
                Stream.MIN_RETENTION_HOURS,
                input.maxRecordSizeInKiB() == null ? Stream.MIN_RECORD_KIB : input.maxRecordSizeInKiB(),
                null,
                0,
                ResourceTags.of(input.tags()),
                null,
                List.of(),
                List.of(),
                Resharding.uniform(shards, call.time()));
        if (!streams.create(stream, List.of(trimming.begin(stream, call.time())))) {
            throw KinesisErrors.streamExists(name);
        }
        return CreateStreamResponse.builder().build();
    }

    private static int shards(@Nullable Integer count, boolean onDemand) {
        if (onDemand) {
            if (count != null) {
                throw KinesisErrors.invalid("ShardCount must not be set for a stream in ON_DEMAND mode.");
            }
            return ShardLimits.ON_DEMAND_SHARDS;
        }
        if (count == null) {
            throw KinesisErrors.invalid("ShardCount must be set for a stream in PROVISIONED mode.");
        }
        return count;
    }
}
