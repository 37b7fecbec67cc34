package dev.virga.services.kinesis;

import dev.virga.api.kinesis.GetResourcePolicyInput;
import dev.virga.api.kinesis.GetResourcePolicyOutput;
import dev.virga.api.kinesis.KinesisOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// The policy of a stream or a consumer; `{}` when it has none.
final class GetResourcePolicy implements Operation<GetResourcePolicyInput, GetResourcePolicyOutput> {
    private final Resources resources;
    private final StreamAccess access;

    GetResourcePolicy(Resources resources, StreamAccess access) {
        this.resources = resources;
        this.access = access;
    }

    @Override
    public Op<GetResourcePolicyInput, GetResourcePolicyOutput> op() {
        return KinesisOps.GetResourcePolicy;
    }

    @Override
    public List<Access> access(GetResourcePolicyInput input, Call call) {
        return List.of(access.resource("GetResourcePolicy", call, input.resourceARN()));
    }

    @Override
    public GetResourcePolicyOutput handle(GetResourcePolicyInput input, Call call) {
        Resources.Place place = resources.get(call, input.resourceARN(), input.streamId());
        String policy = place.policy();
        return GetResourcePolicyOutput.builder()
                .policy(policy == null ? "{}" : resources.principals().shown(policy))
                .build();
    }
}
