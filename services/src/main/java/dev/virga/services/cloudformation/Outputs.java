package dev.virga.services.cloudformation;

import dev.virga.api.cloudformation.Output;
import dev.virga.wire.AwsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The `Outputs` section.
final class Outputs {
    private static final int MAX_OUTPUTS = 200;

    private final Template template;
    private final Intrinsics intrinsics;

    Outputs(Template template, Intrinsics intrinsics) {
        this.template = template;
        this.intrinsics = intrinsics;
    }

    /// The outputs whose condition is true, evaluated.
    List<Output> all() {
        List<Output> outputs = new ArrayList<>();
        for (String name : template.section("Outputs").keySet()) {
            Map<String, @Nullable Object> output = template.entry("Outputs", name);
            if (output.get("Condition") instanceof String condition
                    && !intrinsics.conditions().isTrue(condition)) {
                continue;
            }
            outputs.add(Output.builder()
                    .outputKey(name)
                    .outputValue(text(name, output.get("Value"), "Value"))
                    .description(Template.text(output.get("Description")))
                    .exportName(exportName(name, output.get("Export")))
                    .build());
        }
        return outputs;
    }

    private @Nullable String exportName(String name, @Nullable Object export) {
        return export instanceof Map<?, ?> map ? text(name, map.get("Name"), "Export") : null;
    }

    private String text(String name, @Nullable Object expression, String member) {
        Object value = intrinsics.resolve(expression, "Outputs", name, member);
        String text = value instanceof List<?> list
                ? String.join(
                        ",",
                        list.stream()
                                .map(item -> String.valueOf(Template.text(item)))
                                .toList())
                : Template.text(value);
        if (text == null) {
            throw wrong("Template format error: Output " + name + " is malformed. The " + member + " field of every"
                    + " Outputs member must evaluate to a String." + template.where("Outputs", name, member));
        }
        return text;
    }

    private static AwsException wrong(String message) {
        return CfnErrors.validation(message);
    }

    /// What can be checked before anything is made.
    static void check(Template template, Map<String, Object> parameters, Surroundings surroundings, Plan plan) {
        Map<String, @Nullable Object> outputs = template.section("Outputs");
        if (outputs.size() > MAX_OUTPUTS) {
            throw wrong("Template format error: Number of outputs, " + outputs.size()
                    + ", is greater than maximum allowed, " + MAX_OUTPUTS);
        }
        Conditions conditions = new Intrinsics(template, parameters, surroundings, Values.NONE).conditions();
        for (String name : outputs.keySet()) {
            Map<String, @Nullable Object> output = template.entry("Outputs", name);
            if (output.get("Condition") instanceof String condition && !conditions.isTrue(condition)) {
                continue;
            }
            if (output.get("Value") == null) {
                throw wrong("Template format error: [/Outputs/" + name
                        + "] Every Outputs member must contain a Value object" + template.where("Outputs", name));
            }
            for (String used : References.of(conditions.prune(output))) {
                boolean known = plan.entries().containsKey(used)
                        || parameters.containsKey(used)
                        || surroundings.pseudo(used) != null;
                if (!known) {
                    throw wrong("Template format error: Unresolved resource dependencies [" + used
                            + "] in the Outputs block of the template" + template.where("Outputs", name));
                }
            }
        }
    }
}
