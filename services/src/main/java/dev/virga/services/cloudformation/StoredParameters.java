package dev.virga.services.cloudformation;

import dev.virga.api.ssm.GetParametersRequest;
import dev.virga.api.ssm.GetParametersResult;
import dev.virga.api.ssm.Parameter;
import dev.virga.api.ssm.SsmOps;
import dev.virga.kernel.Call;
import dev.virga.kernel.Cloud;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The values of template parameters whose types are `AWS::SSM::Parameter::Value<…>`: read from
/// Parameter Store when a deployment is asked for, and kept with it.
final class StoredParameters {
    /// What one request reads.
    private static final int AT_ONCE = 10;

    private final Cloud cloud;

    StoredParameters(Cloud cloud) {
        this.cloud = cloud;
    }

    /// @param given the text of each parameter: here the name in Parameter Store
    /// @return by the parameter's name in the template
    Map<String, String> read(Template template, Map<String, String> given, Call call) {
        Map<String, String> wanted = new LinkedHashMap<>();
        given.forEach((name, text) -> {
            if (new ParameterRule(template, name).stored()) {
                wanted.put(name, text);
            }
        });
        Map<String, String> found = new LinkedHashMap<>();
        List<String> names = List.copyOf(new java.util.LinkedHashSet<>(wanted.values()));
        for (int from = 0; from < names.size(); from += AT_ONCE) {
            fetch(names.subList(from, Math.min(names.size(), from + AT_ONCE)), call, found);
        }
        Map<String, String> values = new LinkedHashMap<>();
        wanted.forEach((name, stored) -> values.put(name, found.getOrDefault(stored, "")));
        return values;
    }

    private void fetch(List<String> names, Call call, Map<String, String> found) {
        GetParametersResult answer = cloud.call(
                call.via("cloudformation"),
                SsmOps.GetParameters,
                GetParametersRequest.builder().names(names).build());
        if (!answer.invalidParameters().isEmpty()) {
            throw CfnErrors.validation("Unable to fetch parameters [" + String.join(",", answer.invalidParameters())
                    + "] from parameter store for this account.");
        }
        List<String> secure = new ArrayList<>();
        for (Parameter parameter : answer.parameters()) {
            String selector = parameter.selector() == null ? "" : parameter.selector();
            found.put(parameter.name() + selector, parameter.value());
            if (parameter.type().equals("SecureString")) {
                secure.add(parameter.name());
            }
        }
        if (!secure.isEmpty()) {
            throw CfnErrors.validation("Parameters [" + String.join(",", secure)
                    + "] referenced by template have types not supported by CloudFormation.");
        }
    }
}
