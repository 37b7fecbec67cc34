package dev.virga.services.kinesis;

import dev.virga.api.kinesis.GetRecordsInput;
import dev.virga.api.kinesis.GetRecordsOutput;
import dev.virga.api.kinesis.KinesisOps;
import dev.virga.api.kinesis.KinesisRecord;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Reads a shard on from an iterator.
final class GetRecords implements Operation<GetRecordsInput, GetRecordsOutput> {
    static final int MAX_RECORDS = 10_000;
    static final int MAX_BYTES = 10 << 20;

    private final StreamTable streams;
    private final RecordTable records;
    private final Throughput throughput;
    private final RecordReader reader;
    private final StreamAccess access;

    GetRecords(
            StreamTable streams, RecordTable records, Throughput throughput, RecordReader reader, StreamAccess access) {
        this.streams = streams;
        this.records = records;
        this.throughput = throughput;
        this.reader = reader;
        this.access = access;
    }

    @Override
    public Op<GetRecordsInput, GetRecordsOutput> op() {
        return KinesisOps.GetRecords;
    }

    @Override
    public List<Access> access(GetRecordsInput input, Call call) {
        StreamName stream = ShardIterator.parse(input.shardIterator()).stream();
        return access.stream("GetRecords", call, null, stream.arn());
    }

    @Override
    public GetRecordsOutput handle(GetRecordsInput input, Call call) {
        ShardIterator iterator = ShardIterator.parse(input.shardIterator());
        StreamName name = StreamName.of(call, null, iterator.stream().arn(), input.streamId());
        if (input.streamARN() != null && !input.streamARN().equals(name.arn())) {
            throw KinesisErrors.invalid("The shard iterator is not of the stream " + input.streamARN() + ".");
        }
        iterator.checkAge(call.time());
        Stream stream = streams.get(name).stream();
        if (!stream.id().equals(iterator.streamId())) {
            throw KinesisErrors.streamNotFound(name);
        }
        StreamShard shard = stream.shard(StreamShard.id(iterator.shard()), call.time());
        if (shard == null) {
            throw KinesisErrors.noShardToRead(name, StreamShard.id(iterator.shard()));
        }
        if (!throughput.read(stream, shard)) {
            throw KinesisErrors.throttled(name, shard.id());
        }
        int limit = input.limit() == null ? MAX_RECORDS : input.limit();
        RecordTable.Page page =
                records.read(stream, shard, iterator.after(), stream.horizonMillis(call.time()), limit, MAX_BYTES);
        List<KinesisRecord> found = reader.describe(call, stream, shard, page.records());
        throughput.read(stream, shard, RecordReader.bytes(found));
        boolean end = !shard.open() && !page.more();
        long after = page.records().isEmpty()
                ? iterator.after()
                : page.records().getLast().sequence();
        ShardIterator next = new ShardIterator(
                name, stream.id(), shard.index(), after, call.time().toEpochMilli());
        return GetRecordsOutput.builder()
                .records(found)
                .nextShardIterator(end ? null : next.toString())
                .millisBehindLatest(RecordReader.behind(page, call.time()))
                .childShards(
                        end
                                ? stream.children(shard).stream()
                                        .map(StreamShard::asChild)
                                        .toList()
                                : null)
                .build();
    }
}
