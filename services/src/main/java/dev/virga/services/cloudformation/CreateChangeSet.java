package dev.virga.services.cloudformation;

import dev.virga.api.cloudformation.AlreadyExistsException;
import dev.virga.api.cloudformation.CloudformationOps;
import dev.virga.api.cloudformation.CreateChangeSetInput;
import dev.virga.api.cloudformation.CreateChangeSetOutput;
import dev.virga.api.cloudformation.DescribeChangeSetOutput;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Computes what a template would change, to be carried out later.
final class CreateChangeSet implements Operation<CreateChangeSetInput, CreateChangeSetOutput> {
    private static final String NO_CHANGES = "The submitted information didn't contain changes. Submit different"
            + " information to create a change set.";

    private final Stacks stacks;
    private final TemplateSource source;

    CreateChangeSet(Stacks stacks, TemplateSource source) {
        this.stacks = stacks;
        this.source = source;
    }

    @Override
    public Op<CreateChangeSetInput, CreateChangeSetOutput> op() {
        return CloudformationOps.CreateChangeSet;
    }

    @Override
    public List<Access> access(CreateChangeSetInput input, Call call) {
        return CfnAccess.to("CreateChangeSet", call, input.stackName());
    }

    @Override
    public CreateChangeSetOutput handle(CreateChangeSetInput input, Call call) {
        refuse(input);
        boolean create = "CREATE".equals(input.changeSetType());
        Place place = Place.of(call);
        StackRow found = stacks.table().find(place, input.stackName());
        if (create && found != null && !found.reviewing()) {
            throw CfnErrors.validation("Stack [" + found.name()
                    + "] already exists and cannot be created again with the changeSet [" + input.changeSetName()
                    + "].");
        }
        if (!create && (found == null || found.reviewing())) {
            throw CfnErrors.validation("Stack [" + input.stackName() + "] does not exist");
        }
        StackRow stack = found == null ? reviewed(call, input.stackName()) : found;
        if (!create && !stack.updatable()) {
            throw CfnErrors.busy(stack.id(), stack.status(), "updated");
        }
        for (ChangeSetRow other : stacks.table().changeSets(stack)) {
            if (other.shown().changeSetName().equals(input.changeSetName())) {
                throw new AlreadyExistsException("ChangeSet " + input.changeSetName() + " already exists");
            }
        }
        Revision before = stack.work().revision() == 0
                ? null
                : stacks.table().revision(stack, stack.work().revision());
        String previous = Boolean.TRUE.equals(input.usePreviousTemplate()) && before != null ? before.body() : null;
        String body = source.read(call, input.templateBody(), input.templateURL(), previous);
        Map<String, String> tags = StackTags.of(input.tags(), before == null ? Map.of() : before.tags());
        Submission submission = new Submission(body, input.parameters(), tags, input.capabilities(), true);
        Submission.Checked checked = stacks.check(submission, before, stack.surroundings(), call);
        ChangeSetRow set = changeSet(input, place, stack, checked);
        StackTable.Change change = stacks.table().change(place).changeSet(stack, set);
        if (found == null) {
            change.stack(stack).claim(stack).event(stack, Events.ofStack(stack, stacks.time()));
        }
        if (!change.commit()) {
            throw CfnErrors.exists(input.stackName());
        }
        return CreateChangeSetOutput.builder()
                .id(set.shown().changeSetId())
                .stackId(stack.id())
                .build();
    }

    private static void refuse(CreateChangeSetInput input) {
        Submission.refuse("RoleARN", input.roleARN() != null);
        Submission.refuse("ResourceTypes", input.resourceTypes() != null);
        Submission.refuse(
                "NotificationARNs", !Template.list(input.notificationARNs()).isEmpty());
        Submission.refuse("ChangeSetType IMPORT", "IMPORT".equals(input.changeSetType()));
        Submission.refuse(
                "ResourcesToImport", !Template.list(input.resourcesToImport()).isEmpty());
        Submission.refuse("ImportExistingResources", Boolean.TRUE.equals(input.importExistingResources()));
        Submission.refuse("DeploymentMode", input.deploymentMode() != null);
    }

    /// A stack that has nothing but change sets.
    private StackRow reviewed(Call call, String name) {
        return stacks.fresh(call, name, List.of())
                .withStatus(
                        "REVIEW_IN_PROGRESS", "User Initiated", stacks.time().instant());
    }

    private ChangeSetRow changeSet(
            CreateChangeSetInput input, Place place, StackRow stack, Submission.Checked checked) {
        String uuid = UUID.randomUUID().toString();
        Changes changes = new Changes(stacks, stack);
        boolean empty = stack.work().revision() != 0 && changes.none(checked);
        DescribeChangeSetOutput shown = DescribeChangeSetOutput.builder()
                .changeSetName(input.changeSetName())
                .changeSetId(place.changeSetArn(input.changeSetName(), uuid))
                .stackId(stack.id())
                .stackName(stack.name())
                .description(input.description())
                .parameters(Parameters.shown(checked.template(), checked.revision()))
                .creationTime(stacks.time().instant())
                .executionStatus(empty ? "UNAVAILABLE" : "AVAILABLE")
                .status(empty ? "FAILED" : "CREATE_COMPLETE")
                .statusReason(empty ? NO_CHANGES : null)
                .notificationARNs(List.of())
                .capabilities(checked.revision().capabilities())
                .tags(StackTags.shown(checked.revision().tags()))
                .changes(empty ? List.of() : changes.of(checked))
                .includeNestedStacks(false)
                .onStackFailure(input.onStackFailure())
                .build();
        return new ChangeSetRow(uuid, shown, stack.work().revision() == 0 ? "CREATE" : "UPDATE", checked.revision());
    }
}
