package dev.virga.services.cloudformation;

import dev.virga.api.cloudformation.CancelUpdateStackInput;
import dev.virga.api.cloudformation.CancelUpdateStackResponse;
import dev.virga.api.cloudformation.CloudformationOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Lets a stack that is being updated return to what it was.
final class CancelUpdateStack implements Operation<CancelUpdateStackInput, CancelUpdateStackResponse> {
    private final Stacks stacks;

    CancelUpdateStack(Stacks stacks) {
        this.stacks = stacks;
    }

    @Override
    public Op<CancelUpdateStackInput, CancelUpdateStackResponse> op() {
        return CloudformationOps.CancelUpdateStack;
    }

    @Override
    public List<Access> access(CancelUpdateStackInput input, Call call) {
        return CfnAccess.to("CancelUpdateStack", call, input.stackName());
    }

    @Override
    public CancelUpdateStackResponse handle(CancelUpdateStackInput input, Call call) {
        StackRow row = stacks.table().get(Place.of(call), input.stackName());
        if (!row.status().equals("UPDATE_IN_PROGRESS")) {
            throw CfnErrors.validation("CancelUpdateStack cannot be called from current stack status");
        }
        stacks.become(row, "UPDATE_ROLLBACK_IN_PROGRESS", "User Initiated");
        return CancelUpdateStackResponse.builder().build();
    }
}
