package dev.virga.services.cloudformation;

import dev.virga.api.cloudformation.CloudformationOps;
import dev.virga.api.cloudformation.DeleteChangeSetInput;
import dev.virga.api.cloudformation.DeleteChangeSetOutput;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Forgets a change set.
final class DeleteChangeSet implements Operation<DeleteChangeSetInput, DeleteChangeSetOutput> {
    private final ChangeSets changeSets;

    DeleteChangeSet(ChangeSets changeSets) {
        this.changeSets = changeSets;
    }

    @Override
    public Op<DeleteChangeSetInput, DeleteChangeSetOutput> op() {
        return CloudformationOps.DeleteChangeSet;
    }

    @Override
    public List<Access> access(DeleteChangeSetInput input, Call call) {
        return CfnAccess.to("DeleteChangeSet", call, input.stackName());
    }

    @Override
    public DeleteChangeSetOutput handle(DeleteChangeSetInput input, Call call) {
        ChangeSets.Found found = changeSets.find(Place.of(call), input.changeSetName(), input.stackName());
        if (found != null) {
            changeSets.delete(found);
        }
        return DeleteChangeSetOutput.builder().build();
    }
}
