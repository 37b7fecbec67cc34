package dev.virga.services.kinesis;

import dev.virga.api.kinesis.DeleteResourcePolicyInput;
import dev.virga.api.kinesis.DeleteResourcePolicyResponse;
import dev.virga.api.kinesis.KinesisOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Removes the policy of a stream or a consumer.
final class DeleteResourcePolicy implements Operation<DeleteResourcePolicyInput, DeleteResourcePolicyResponse> {
    private final Resources resources;
    private final StreamAccess access;

    DeleteResourcePolicy(Resources resources, StreamAccess access) {
        this.resources = resources;
        this.access = access;
    }

    @Override
    public Op<DeleteResourcePolicyInput, DeleteResourcePolicyResponse> op() {
        return KinesisOps.DeleteResourcePolicy;
    }

    @Override
    public List<Access> access(DeleteResourcePolicyInput input, Call call) {
        return List.of(access.resource("DeleteResourcePolicy", call, input.resourceARN()));
    }

    @Override
    public DeleteResourcePolicyResponse handle(DeleteResourcePolicyInput input, Call call) {
        Resources.Place place = resources.get(call, input.resourceARN(), input.streamId());
        if (place.policy() == null) {
            throw KinesisErrors.notFound("No resource policy found for resource ARN " + input.resourceARN());
        }
        resources.policy(place, null);
        return DeleteResourcePolicyResponse.builder().build();
    }
}
