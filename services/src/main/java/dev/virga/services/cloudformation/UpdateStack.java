package dev.virga.services.cloudformation;

import dev.virga.api.cloudformation.CloudformationOps;
import dev.virga.api.cloudformation.UpdateStackInput;
import dev.virga.api.cloudformation.UpdateStackOutput;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Checks a template and begins to bring a stack to it.
final class UpdateStack implements Operation<UpdateStackInput, UpdateStackOutput> {
    private final Stacks stacks;
    private final TemplateSource source;

    UpdateStack(Stacks stacks, TemplateSource source) {
        this.stacks = stacks;
        this.source = source;
    }

    @Override
    public Op<UpdateStackInput, UpdateStackOutput> op() {
        return CloudformationOps.UpdateStack;
    }

    @Override
    public List<Access> access(UpdateStackInput input, Call call) {
        return CfnAccess.to("UpdateStack", call, input.stackName());
    }

    @Override
    public UpdateStackOutput handle(UpdateStackInput input, Call call) {
        Submission.refuse("RoleARN", input.roleARN() != null);
        Submission.refuse("ResourceTypes", input.resourceTypes() != null);
        Submission.refuse(
                "NotificationARNs", !Template.list(input.notificationARNs()).isEmpty());
        StackRow row = stacks.table().get(Place.of(call), input.stackName());
        String token = row.work().token();
        if (row.inProgress() && token != null && token.equals(input.clientRequestToken())) {
            return UpdateStackOutput.builder().stackId(row.id()).build();
        }
        if (!row.updatable()) {
            throw CfnErrors.busy(row.id(), row.status(), "updated");
        }
        Revision before = stacks.table().revision(row, row.work().revision());
        String previous = Boolean.TRUE.equals(input.usePreviousTemplate()) ? before.body() : null;
        String body = source.read(call, input.templateBody(), input.templateURL(), previous);
        Submission submission = new Submission(
                body, input.parameters(), StackTags.of(input.tags(), before.tags()), input.capabilities(), false);
        Submission.Checked checked = stacks.check(submission, before, row.surroundings(), call);
        if (new Changes(stacks, row).none(checked)) {
            throw CfnErrors.validation("No updates are to be performed.");
        }
        String onFailure = Boolean.TRUE.equals(input.disableRollback()) ? "DO_NOTHING" : "ROLLBACK";
        StackRow next = stacks.towards(row, checked, call, input.clientRequestToken(), onFailure);
        // Change sets were computed against what the stack no longer is.
        StackTable.Change change = stacks.table().change(row.place());
        stacks.table().changeSets(row).forEach(set -> change.dropChangeSet(row, set));
        stacks.begin(next, checked, "UPDATE_IN_PROGRESS", change);
        return UpdateStackOutput.builder().stackId(row.id()).build();
    }
}
