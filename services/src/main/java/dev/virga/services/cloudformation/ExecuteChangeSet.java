package dev.virga.services.cloudformation;

import dev.virga.api.cloudformation.CloudformationOps;
import dev.virga.api.cloudformation.ExecuteChangeSetInput;
import dev.virga.api.cloudformation.ExecuteChangeSetOutput;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;
import java.util.Map;

/// Carries a change set out.
final class ExecuteChangeSet implements Operation<ExecuteChangeSetInput, ExecuteChangeSetOutput> {
    private final Stacks stacks;
    private final ChangeSets changeSets;

    ExecuteChangeSet(Stacks stacks, ChangeSets changeSets) {
        this.stacks = stacks;
        this.changeSets = changeSets;
    }

    @Override
    public Op<ExecuteChangeSetInput, ExecuteChangeSetOutput> op() {
        return CloudformationOps.ExecuteChangeSet;
    }

    @Override
    public List<Access> access(ExecuteChangeSetInput input, Call call) {
        return CfnAccess.to("ExecuteChangeSet", call, input.stackName());
    }

    @Override
    public ExecuteChangeSetOutput handle(ExecuteChangeSetInput input, Call call) {
        Submission.refuse("RetainExceptOnCreate", Boolean.TRUE.equals(input.retainExceptOnCreate()));
        Place place = Place.of(call);
        ChangeSets.Found found = changeSets.get(place, input.changeSetName(), input.stackName());
        ChangeSetRow set = found.set();
        StackRow stack = found.stack();
        if (!"AVAILABLE".equals(set.shown().executionStatus())) {
            throw CfnErrors.changeSetStatus(
                    "ChangeSet [" + set.shown().changeSetId() + "] cannot be executed in its current status of ["
                            + set.shown().status() + "]");
        }
        if (!stack.reviewing() && !stack.updatable()) {
            throw CfnErrors.busy(stack.id(), stack.status(), "updated");
        }
        Submission.Checked checked = checked(set, stack);
        StackRow next = stacks.towards(stack, checked, call, input.clientRequestToken(), onFailure(input, set));
        next = next.withStack(
                next.stack().toBuilder().changeSetId(set.shown().changeSetId()).build());
        StackTable.Change change = stacks.table().change(place).changeSet(stack, set.executing("EXECUTE_COMPLETE"));
        for (ChangeSetRow other : stacks.table().changeSets(stack)) {
            if (!other.uuid().equals(set.uuid())) {
                change.dropChangeSet(stack, other);
            }
        }
        stacks.begin(next, checked, stack.reviewing() ? "CREATE_IN_PROGRESS" : "UPDATE_IN_PROGRESS", change);
        return ExecuteChangeSetOutput.builder().build();
    }

    /// What the change set holds, which was checked when it was made.
    private Submission.Checked checked(ChangeSetRow set, StackRow stack) {
        Revision revision = set.revision();
        Template template = revision.template();
        Map<String, Object> parameters = Parameters.typed(template, revision.values());
        Plan plan = Plan.of(template, parameters, stack.surroundings(), stacks.types());
        return new Submission.Checked(template, revision, plan, parameters);
    }

    private static String onFailure(ExecuteChangeSetInput input, ChangeSetRow set) {
        if (input.disableRollback() != null) {
            return input.disableRollback() ? "DO_NOTHING" : "ROLLBACK";
        }
        String wanted = set.shown().onStackFailure();
        return wanted == null ? "ROLLBACK" : wanted;
    }
}
