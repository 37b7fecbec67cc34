package dev.virga.services.cloudformation;

import dev.virga.api.cloudformation.CloudformationOps;
import dev.virga.api.cloudformation.TemplateParameter;
import dev.virga.api.cloudformation.ValidateTemplateInput;
import dev.virga.api.cloudformation.ValidateTemplateOutput;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.ArrayList;
import java.util.List;

/// Reads a template and says which parameters and capabilities it needs.
final class ValidateTemplate implements Operation<ValidateTemplateInput, ValidateTemplateOutput> {
    private final Stacks stacks;
    private final TemplateSource source;

    ValidateTemplate(Stacks stacks, TemplateSource source) {
        this.stacks = stacks;
        this.source = source;
    }

    @Override
    public Op<ValidateTemplateInput, ValidateTemplateOutput> op() {
        return CloudformationOps.ValidateTemplate;
    }

    @Override
    public List<Access> access(ValidateTemplateInput input, Call call) {
        return CfnAccess.to("ValidateTemplate", call, null);
    }

    @Override
    public ValidateTemplateOutput handle(ValidateTemplateInput input, Call call) {
        String body = source.read(call, input.templateBody(), input.templateURL(), null);
        TemplateSummary summary = TemplateSummary.of(body, stacks);
        List<TemplateParameter> parameters = new ArrayList<>();
        for (String name : summary.template().section("Parameters").keySet()) {
            ParameterRule rule = new ParameterRule(summary.template(), name);
            parameters.add(TemplateParameter.builder()
                    .parameterKey(name)
                    .defaultValue(rule.defaultValue())
                    .noEcho(rule.noEcho())
                    .description(rule.description())
                    .build());
        }
        return ValidateTemplateOutput.builder()
                .description(summary.description())
                .parameters(parameters)
                .capabilities(summary.capabilities())
                .capabilitiesReason(summary.capabilitiesReason())
                .declaredTransforms(summary.transforms())
                .build();
    }
}
