package dev.virga.services.kinesis;

import dev.virga.api.kinesis.DescribeAccountSettingsInput;
import dev.virga.api.kinesis.DescribeAccountSettingsOutput;
import dev.virga.api.kinesis.KinesisOps;
import dev.virga.api.kinesis.MinimumThroughputBillingCommitmentOutput;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Whether the account has committed to a throughput: nothing is billed here, so it has not.
final class DescribeAccountSettings implements Operation<DescribeAccountSettingsInput, DescribeAccountSettingsOutput> {

    @Override
    public Op<DescribeAccountSettingsInput, DescribeAccountSettingsOutput> op() {
        return KinesisOps.DescribeAccountSettings;
    }

    @Override
    public List<Access> access(DescribeAccountSettingsInput input, Call call) {
        return List.of(Access.to("kinesis:DescribeAccountSettings", "*"));
    }

    @Override
    public DescribeAccountSettingsOutput handle(DescribeAccountSettingsInput input, Call call) {
        return DescribeAccountSettingsOutput.builder()
                .minimumThroughputBillingCommitment(MinimumThroughputBillingCommitmentOutput.builder()
                        .status("DISABLED")
                        .build())
                .build();
    }
}
