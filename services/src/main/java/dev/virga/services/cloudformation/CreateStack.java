package dev.virga.services.cloudformation;

import dev.virga.api.cloudformation.CloudformationOps;
import dev.virga.api.cloudformation.CreateStackInput;
import dev.virga.api.cloudformation.CreateStackOutput;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;
import java.util.Map;

/// Checks a template and begins to make its stack.
final class CreateStack implements Operation<CreateStackInput, CreateStackOutput> {
    private static final System.Logger LOG = System.getLogger(CreateStack.class.getName());

    private final Stacks stacks;
    private final TemplateSource source;

    CreateStack(Stacks stacks, TemplateSource source) {
        this.stacks = stacks;
        this.source = source;
    }

    @Override
    public Op<CreateStackInput, CreateStackOutput> op() {
        return CloudformationOps.CreateStack;
    }

    @Override
    public List<Access> access(CreateStackInput input, Call call) {
        return CfnAccess.to("CreateStack", call, input.stackName());
    }

    @Override
    public CreateStackOutput handle(CreateStackInput input, Call call) {
        Submission.refuse("RoleARN", input.roleARN() != null);
        Submission.refuse("ResourceTypes", input.resourceTypes() != null);
        Submission.refuse("TimeoutInMinutes", input.timeoutInMinutes() != null);
        Submission.refuse(
                "NotificationARNs", !Template.list(input.notificationARNs()).isEmpty());
        if (input.stackPolicyBody() != null || input.stackPolicyURL() != null) {
            LOG.log(System.Logger.Level.WARNING, "the stack policy of {0} is ignored", input.stackName());
        }
        StackRow existing = stacks.table().find(Place.of(call), input.stackName());
        if (existing != null) {
            String token = existing.work().token();
            if (token != null && token.equals(input.clientRequestToken())) {
                return CreateStackOutput.builder().stackId(existing.id()).build();
            }
            throw CfnErrors.exists(input.stackName());
        }
        String onFailure = onFailure(input);
        String body = source.read(call, input.templateBody(), input.templateURL(), null);
        StackRow fresh = stacks.fresh(call, input.stackName(), List.of());
        Submission submission = new Submission(
                body, input.parameters(), StackTags.of(input.tags(), Map.of()), input.capabilities(), false);
        Submission.Checked checked = stacks.check(submission, null, fresh.surroundings(), call);
        StackRow row = stacks.towards(fresh, checked, call, input.clientRequestToken(), onFailure);
        row = row.withStack(row.stack().toBuilder()
                .enableTerminationProtection(Boolean.TRUE.equals(input.enableTerminationProtection()))
                .build());
        stacks.begin(row, checked, "CREATE_IN_PROGRESS", stacks.table().change(row.place()));
        return CreateStackOutput.builder().stackId(row.id()).build();
    }

    private static String onFailure(CreateStackInput input) {
        if (input.onFailure() != null && input.disableRollback() != null) {
            throw CfnErrors.validation("You cannot specify both DisableRollback and OnFailure.");
        }
        if (input.onFailure() != null) {
            return input.onFailure();
        }
        return Boolean.TRUE.equals(input.disableRollback()) ? "DO_NOTHING" : "ROLLBACK";
    }
}
