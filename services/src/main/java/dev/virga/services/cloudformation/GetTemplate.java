package dev.virga.services.cloudformation;

import dev.virga.api.cloudformation.CloudformationOps;
import dev.virga.api.cloudformation.GetTemplateInput;
import dev.virga.api.cloudformation.GetTemplateOutput;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Shows the template of a stack or change set, as it was sent or after its transforms.
final class GetTemplate implements Operation<GetTemplateInput, GetTemplateOutput> {
    private final StackTable table;

    GetTemplate(StackTable table) {
        this.table = table;
    }

    @Override
    public Op<GetTemplateInput, GetTemplateOutput> op() {
        return CloudformationOps.GetTemplate;
    }

    @Override
    public List<Access> access(GetTemplateInput input, Call call) {
        return CfnAccess.to("GetTemplate", call, input.stackName());
    }

    @Override
    public GetTemplateOutput handle(GetTemplateInput input, Call call) {
        boolean processed = "Processed".equals(input.templateStage());
        Revision revision = revision(input, call);
        String text = processed && revision.processed() != null ? revision.processed() : revision.body();
        return GetTemplateOutput.builder()
                .templateBody(text)
                .stagesAvailable(List.of("Original", "Processed"))
                .build();
    }

    private Revision revision(GetTemplateInput input, Call call) {
        if (input.changeSetName() != null) {
            return new ChangeSets(table)
                    .get(Place.of(call), input.changeSetName(), input.stackName())
                    .set()
                    .revision();
        }
        if (input.stackName() == null) {
            throw CfnErrors.validation("StackName or ChangeSetName must be specified");
        }
        StackRow stack = table.get(Place.of(call), input.stackName());
        long number = stack.work().revision() == 0
                ? stack.work().target()
                : stack.work().revision();
        if (number == 0) {
            throw CfnErrors.validation("Stack " + stack.name() + " has no template yet");
        }
        return table.revision(stack, number);
    }
}
