package dev.virga.services.kinesis;

import dev.virga.api.kinesis.KinesisOps;
import dev.virga.api.kinesis.PutResourcePolicyInput;
import dev.virga.api.kinesis.PutResourcePolicyResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Attaches a policy to a stream or a consumer; it counts from the next request on.
final class PutResourcePolicy implements Operation<PutResourcePolicyInput, PutResourcePolicyResponse> {
    private final Resources resources;
    private final StreamAccess access;

    PutResourcePolicy(Resources resources, StreamAccess access) {
        this.resources = resources;
        this.access = access;
    }

    @Override
    public Op<PutResourcePolicyInput, PutResourcePolicyResponse> op() {
        return KinesisOps.PutResourcePolicy;
    }

    @Override
    public List<Access> access(PutResourcePolicyInput input, Call call) {
        return List.of(access.resource("PutResourcePolicy", call, input.resourceARN()));
    }

    @Override
    public PutResourcePolicyResponse handle(PutResourcePolicyInput input, Call call) {
        Resources.Place place = resources.get(call, input.resourceARN(), input.streamId());
        ResourcePolicies.check(input.policy(), input.resourceARN());
        resources.policy(place, resources.kept(input.policy(), call));
        return PutResourcePolicyResponse.builder().build();
    }
}
