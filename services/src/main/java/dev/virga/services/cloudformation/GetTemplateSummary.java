package dev.virga.services.cloudformation;

import dev.virga.api.cloudformation.CloudformationOps;
import dev.virga.api.cloudformation.GetTemplateSummaryInput;
import dev.virga.api.cloudformation.GetTemplateSummaryOutput;
import dev.virga.api.cloudformation.ParameterConstraints;
import dev.virga.api.cloudformation.ParameterDeclaration;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.ArrayList;
import java.util.List;

/// Says what a template, or that of a stack, declares.
final class GetTemplateSummary implements Operation<GetTemplateSummaryInput, GetTemplateSummaryOutput> {
    private final Stacks stacks;
    private final TemplateSource source;

    GetTemplateSummary(Stacks stacks, TemplateSource source) {
        this.stacks = stacks;
        this.source = source;
    }

    @Override
    public Op<GetTemplateSummaryInput, GetTemplateSummaryOutput> op() {
        return CloudformationOps.GetTemplateSummary;
    }

    @Override
    public List<Access> access(GetTemplateSummaryInput input, Call call) {
        return CfnAccess.to("GetTemplateSummary", call, input.stackName());
    }

    @Override
    public GetTemplateSummaryOutput handle(GetTemplateSummaryInput input, Call call) {
        String previous = null;
        if (input.stackName() != null) {
            StackRow stack = stacks.table().get(Place.of(call), input.stackName());
            long number = Math.max(stack.work().revision(), stack.work().target());
            previous = number == 0 ? "" : stacks.table().revision(stack, number).body();
        }
        String body = source.read(call, input.templateBody(), input.templateURL(), previous);
        TemplateSummary summary = TemplateSummary.of(body, stacks);
        List<ParameterDeclaration> parameters = new ArrayList<>();
        for (String name : summary.template().section("Parameters").keySet()) {
            ParameterRule rule = new ParameterRule(summary.template(), name);
            parameters.add(ParameterDeclaration.builder()
                    .parameterKey(name)
                    .defaultValue(rule.defaultValue())
                    .parameterType(rule.type())
                    .noEcho(rule.noEcho())
                    .description(rule.description())
                    .parameterConstraints(ParameterConstraints.builder()
                            .allowedValues(rule.allowedValues())
                            .build())
                    .build());
        }
        Object metadata = summary.template().root().get("Metadata");
        return GetTemplateSummaryOutput.builder()
                .description(summary.description())
                .parameters(parameters)
                .capabilities(summary.capabilities())
                .capabilitiesReason(summary.capabilitiesReason())
                .declaredTransforms(summary.transforms())
                .resourceTypes(summary.resourceTypes())
                .version(Template.text(summary.template().root().get("AWSTemplateFormatVersion")))
                .metadata(metadata == null ? null : Template.toJson(metadata))
                .build();
    }
}
