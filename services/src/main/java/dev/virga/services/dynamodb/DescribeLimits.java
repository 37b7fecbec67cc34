package dev.virga.services.dynamodb;

import dev.virga.api.dynamodb.DescribeLimitsInput;
import dev.virga.api.dynamodb.DescribeLimitsOutput;
import dev.virga.api.dynamodb.DynamodbOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Nothing is limited by capacity; these are the figures that AWS gives a new account.
final class DescribeLimits implements Operation<DescribeLimitsInput, DescribeLimitsOutput> {
    private static final long ACCOUNT_UNITS = 80_000;
    private static final long TABLE_UNITS = 40_000;

    @Override
    public Op<DescribeLimitsInput, DescribeLimitsOutput> op() {
        return DynamodbOps.DescribeLimits;
    }

    @Override
    public List<Access> access(DescribeLimitsInput input, Call call) {
        return List.of(Access.to("dynamodb:DescribeLimits", "*"));
    }

    @Override
    public DescribeLimitsOutput handle(DescribeLimitsInput input, Call call) {
        return DescribeLimitsOutput.builder()
                .accountMaxReadCapacityUnits(ACCOUNT_UNITS)
                .accountMaxWriteCapacityUnits(ACCOUNT_UNITS)
                .tableMaxReadCapacityUnits(TABLE_UNITS)
                .tableMaxWriteCapacityUnits(TABLE_UNITS)
                .build();
    }
}
