package dev.virga.services.cloudformation;

import dev.virga.api.cloudformation.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The `Parameters` section and the values that a deployment gives.
final class Parameters {
    /// CloudFormation's quota.
    private static final int MAX_PARAMETERS = 200;

    private static final String MASK = "****";

    private Parameters() {}

    /// The text of each parameter of the template.
    ///
    /// @param previous of the deployment before, for UsePreviousValue
    /// @throws dev.virga.wire.AwsException ValidationError
    static Map<String, String> values(
            Template template, @Nullable List<Parameter> given, Map<String, String> previous) {
        Map<String, @Nullable Object> declared = template.section("Parameters");
        if (declared.size() > MAX_PARAMETERS) {
            throw CfnErrors.validation("Template format error: Number of parameters, " + declared.size()
                    + ", is greater than maximum allowed, " + MAX_PARAMETERS);
        }
        Map<String, Parameter> byName = new LinkedHashMap<>();
        List<String> unknown = new ArrayList<>();
        for (Parameter parameter : given == null ? List.<Parameter>of() : given) {
            String key = parameter.parameterKey();
            if (key == null || !declared.containsKey(key)) {
                unknown.add(String.valueOf(key));
            } else {
                byName.put(key, parameter);
            }
        }
        if (!unknown.isEmpty()) {
            throw CfnErrors.validation("Parameters: [" + String.join(", ", unknown) + "] do not exist in the template");
        }
        Map<String, String> values = new LinkedHashMap<>();
        List<String> missing = new ArrayList<>();
        for (String name : declared.keySet()) {
            ParameterRule rule = new ParameterRule(template, name);
            String value = value(rule, byName.get(name), previous.get(name));
            if (value == null) {
                missing.add(name);
            } else {
                rule.check(value);
                values.put(name, value);
            }
        }
        if (!missing.isEmpty()) {
            throw CfnErrors.validation("Parameters: [" + String.join(", ", missing) + "] must have values");
        }
        return values;
    }

    private static @Nullable String value(
            ParameterRule rule, @Nullable Parameter parameter, @Nullable String previous) {
        if (parameter != null && Boolean.TRUE.equals(parameter.usePreviousValue())) {
            if (previous == null) {
                throw CfnErrors.validation("Invalid input for parameter key " + rule.name()
                        + ". Cannot specify usePreviousValue as true for a parameter key not in the previous"
                        + " template");
            }
            return previous;
        }
        return parameter != null && parameter.parameterValue() != null
                ? parameter.parameterValue()
                : rule.defaultValue();
    }

    /// What `Ref` gives: lists for the types that are lists.
    static Map<String, Object> typed(Template template, Map<String, String> values) {
        Map<String, Object> typed = new LinkedHashMap<>();
        values.forEach((name, value) -> typed.put(name, new ParameterRule(template, name).typed(value)));
        return typed;
    }

    /// As DescribeStacks shows them; those with NoEcho are masked.
    static List<Parameter> shown(Template template, Revision revision) {
        List<Parameter> shown = new ArrayList<>();
        revision.parameters().forEach((name, value) -> {
            boolean masked = new ParameterRule(template, name).noEcho();
            String stored = revision.stored().get(name);
            shown.add(Parameter.builder()
                    .parameterKey(name)
                    .parameterValue(masked ? MASK : value)
                    .resolvedValue(masked && stored != null ? MASK : stored)
                    .build());
        });
        return shown;
    }
}
