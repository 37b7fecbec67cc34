package dev.virga.services.kinesis;

import dev.virga.api.kinesis.DescribeLimitsInput;
import dev.virga.api.kinesis.DescribeLimitsOutput;
import dev.virga.api.kinesis.KinesisOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// What the account uses in the region, and how much it may.
final class DescribeLimits implements Operation<DescribeLimitsInput, DescribeLimitsOutput> {
    private final ShardLimits limits;

    DescribeLimits(ShardLimits limits) {
        this.limits = limits;
    }

    @Override
    public Op<DescribeLimitsInput, DescribeLimitsOutput> op() {
        return KinesisOps.DescribeLimits;
    }

    @Override
    public List<Access> access(DescribeLimitsInput input, Call call) {
        return List.of(Access.to("kinesis:DescribeLimits", "*"));
    }

    @Override
    public DescribeLimitsOutput handle(DescribeLimitsInput input, Call call) {
        ShardLimits.Use use = limits.use(call);
        return DescribeLimitsOutput.builder()
                .shardLimit(ShardLimits.MAX_SHARDS)
                .openShardCount(use.shards())
                .onDemandStreamCount(use.onDemandStreams())
                .onDemandStreamCountLimit(ShardLimits.MAX_ON_DEMAND_STREAMS)
                .build();
    }
}
