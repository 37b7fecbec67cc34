package dev.virga.services.kinesis;

import dev.virga.api.kinesis.KinesisOps;
import dev.virga.api.kinesis.ListShardsInput;
import dev.virga.api.kinesis.ListShardsOutput;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Shards of a stream, those of a moment or all that still hold records.
final class ListShards implements Operation<ListShardsInput, ListShardsOutput> {
    private static final int DEFAULT_RESULTS = 1000;

    private final StreamTable streams;
    private final StreamAccess access;

    ListShards(StreamTable streams, StreamAccess access) {
        this.streams = streams;
        this.access = access;
    }

    @Override
    public Op<ListShardsInput, ListShardsOutput> op() {
        return KinesisOps.ListShards;
    }

    @Override
    public List<Access> access(ListShardsInput input, Call call) {
        String token = input.nextToken();
        String arn = input.streamARN();
        if (token != null && input.streamName() == null && arn == null) {
            arn = ListToken.listed(token);
        }
        return access.stream("ListShards", call, input.streamName(), arn);
    }

    @Override
    public ListShardsOutput handle(ListShardsInput input, Call call) {
        ListToken token = null;
        StreamName name;
        if (input.nextToken() != null) {
            checkAlone(input);
            token = ListToken.parse(input.nextToken(), call.time());
            name = StreamName.of(call, null, token.of(), input.streamId());
        } else {
            name = StreamName.of(call, input.streamName(), input.streamARN(), input.streamId());
        }
        Stream stream = streams.get(name).stream();
        if (input.streamCreationTimestamp() != null
                && input.streamCreationTimestamp().getEpochSecond() != stream.createdMillis() / 1000) {
            throw KinesisErrors.streamNotFound(name);
        }
        ShardSelection selection = token == null
                ? ShardSelection.of(input.shardFilter(), call.time())
                : ShardSelection.parse(token.filter());
        String after = token == null ? input.exclusiveStartShardId() : token.last();
        int max = input.maxResults() == null ? DEFAULT_RESULTS : input.maxResults();
        List<StreamShard> rest = stream.alive(call.time()).stream()
                .filter(shard -> selection.has(shard, stream, call.time()))
                .filter(shard -> after == null || shard.id().compareTo(after) > 0)
                .toList();
        List<StreamShard> page = rest.subList(0, Math.min(max, rest.size()));
        ListToken next = page.size() == rest.size()
                ? null
                : new ListToken(
                        stream.arn(),
                        page.getLast().id(),
                        selection.toString(),
                        call.time().toEpochMilli());
        return ListShardsOutput.builder()
                .shards(page.stream().map(StreamShard::described).toList())
                .nextToken(next == null ? null : next.toString())
                .build();
    }

    private static void checkAlone(ListShardsInput input) {
        boolean alone = input.streamName() == null
                && input.streamARN() == null
                && input.exclusiveStartShardId() == null
                && input.streamCreationTimestamp() == null
                && input.shardFilter() == null;
        if (!alone) {
            throw KinesisErrors.invalid("NextToken cannot be provided together with the name or ARN of a stream,"
                    + " ExclusiveStartShardId, StreamCreationTimestamp or ShardFilter.");
        }
    }
}
