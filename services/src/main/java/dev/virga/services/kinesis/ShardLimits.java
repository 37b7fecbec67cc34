package dev.virga.services.kinesis;

import dev.virga.kernel.Call;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How many shards and streams an account may have in a region, as AWS's default quotas in its
/// largest regions.
final class ShardLimits {
    static final int MAX_SHARDS = 20_000;
    static final int MAX_ON_DEMAND_STREAMS = 50;

    /// Of one stream, with the closed ones that still hold records: they are in one row.
    static final int MAX_KEPT_SHARDS = 40_000;

    /// By `UpdateShardCount`.
    static final int MAX_TARGET_SHARDS = 10_000;

    /// Shards of a new on-demand stream.
    static final int ON_DEMAND_SHARDS = 4;

    private static final int PAGE = 100;

    private final StreamTable streams;

    ShardLimits(StreamTable streams) {
        this.streams = streams;
    }

    /// @param shards open ones of streams in provisioned mode
    record Use(int shards, int onDemandStreams) {}

    Use use(Call call) {
        int shards = 0;
        int onDemand = 0;
        String after = null;
        List<Stream> page = page(call, after);
        while (!page.isEmpty()) {
            for (Stream stream : page) {
                shards += stream.onDemand() ? 0 : stream.open().size();
                onDemand += stream.onDemand() ? 1 : 0;
            }
            after = page.getLast().name().name();
            page = page(call, after);
        }
        return new Use(shards, onDemand);
    }

    private List<Stream> page(Call call, @Nullable String after) {
        return streams.list("kinesis/" + call.account() + "/" + call.region(), after, PAGE);
    }

    /// @throws dev.virga.wire.AwsException LimitExceededException
    void checkMore(Call call, int more) {
        int now = use(call).shards();
        if (now + more > MAX_SHARDS) {
            throw KinesisErrors.limit("This request would exceed the shard limit for the account " + call.account()
                    + " in " + call.region() + ". Current shard count for the account: " + now + ". Limit: "
                    + MAX_SHARDS + ". Number of additional shards that would have resulted from this request: " + more
                    + ". Refer to the AWS Service Limits page"
                    + " (https://docs.aws.amazon.com/general/latest/gr/aws_service_limits.html) for current limits"
                    + " and how to request higher limits.");
        }
    }

    /// @throws dev.virga.wire.AwsException LimitExceededException
    void checkOnDemand(Call call) {
        if (use(call).onDemandStreams() >= MAX_ON_DEMAND_STREAMS) {
            throw KinesisErrors.limit("This request would exceed the limit of " + MAX_ON_DEMAND_STREAMS
                    + " on-demand streams for the account " + call.account() + " in " + call.region() + ".");
        }
    }

    /// @param shards open and closed ones that the stream would have
    /// @throws dev.virga.wire.AwsException LimitExceededException
    static void checkKept(int shards) {
        if (shards > MAX_KEPT_SHARDS) {
            throw KinesisErrors.limit("A stream has at most " + MAX_KEPT_SHARDS
                    + " shards, with those that were closed within the retention period.");
        }
    }
}
