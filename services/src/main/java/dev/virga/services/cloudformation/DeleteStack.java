package dev.virga.services.cloudformation;

import dev.virga.api.cloudformation.CloudformationOps;
import dev.virga.api.cloudformation.DeleteStackInput;
import dev.virga.api.cloudformation.DeleteStackResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Begins to delete a stack. One that is not there is deleted.
final class DeleteStack implements Operation<DeleteStackInput, DeleteStackResponse> {
    private final Stacks stacks;

    DeleteStack(Stacks stacks) {
        this.stacks = stacks;
    }

    @Override
    public Op<DeleteStackInput, DeleteStackResponse> op() {
        return CloudformationOps.DeleteStack;
    }

    @Override
    public List<Access> access(DeleteStackInput input, Call call) {
        return CfnAccess.to("DeleteStack", call, input.stackName());
    }

    @Override
    public DeleteStackResponse handle(DeleteStackInput input, Call call) {
        Submission.refuse("RoleARN", input.roleARN() != null);
        Submission.refuse(
                "DeletionMode",
                input.deletionMode() != null && !input.deletionMode().equals("STANDARD"));
        StackRow row = stacks.table().find(Place.of(call), input.stackName());
        if (row == null || row.deleted() || row.status().equals("DELETE_IN_PROGRESS")) {
            return DeleteStackResponse.builder().build();
        }
        if (Boolean.TRUE.equals(row.stack().enableTerminationProtection())) {
            throw CfnErrors.validation(
                    "Stack [" + row.name() + "] cannot be deleted while TerminationProtection is enabled");
        }
        if (row.inProgress() && !row.status().equals("CREATE_IN_PROGRESS")) {
            throw CfnErrors.busy(row.id(), row.status(), "deleted");
        }
        List<String> retain = input.retainResources() == null ? List.of() : input.retainResources();
        if (!retain.isEmpty() && !row.status().equals("DELETE_FAILED")) {
            throw CfnErrors.validation("RetainResources can only be specified for a stack in the DELETE_FAILED state.");
        }
        Work now = row.work();
        Work work = new Work(
                now.revision(),
                now.target(),
                call.caller(),
                call.endpoint(),
                input.clientRequestToken(),
                now.onFailure(),
                List.copyOf(retain),
                now.imports());
        stacks.become(row.withWork(work), "DELETE_IN_PROGRESS", "User Initiated");
        return DeleteStackResponse.builder().build();
    }
}
