package dev.virga.services.ssm;

import dev.virga.api.ssm.Tag;
import dev.virga.kernel.Access;
import dev.virga.kernel.Arn;
import dev.virga.kernel.Call;
import dev.virga.services.ssm.ParameterTable.Found;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What IAM has to allow, together with the policies that share a parameter.
final class ParameterAccess {
    private final ParameterTable parameters;

    ParameterAccess(ParameterTable parameters) {
        this.parameters = parameters;
    }

    Access parameter(String action, String name, Call call) {
        return parameter(action, name, Map.of(), call);
    }

    /// @param keys values of the request's own condition keys
    Access parameter(String action, String text, Map<String, List<String>> keys, Call call) {
        ParameterName name = ParameterName.of(text, call);
        Found found = parameters.find(name);
        if (found == null) {
            return Access.to("ssm:" + action, name.arn()).withConditions(keys);
        }
        return Access.to("ssm:" + action, found.arn())
                .withResourcePolicy(found.parameter().policy())
                .withConditions(keys);
    }

    List<Access> each(String action, List<String> names, Call call) {
        return names.stream().map(name -> parameter(action, name, call)).toList();
    }

    /// An action on all parameters of the account.
    static List<Access> all(String action, Call call) {
        return List.of(Access.to("ssm:" + action, new Arn("ssm", call.region(), call.account(), "*").toString()));
    }

    static Map<String, List<String>> requested(@Nullable List<Tag> tags) {
        Map<String, List<String>> keys = new HashMap<>();
        if (tags != null && !tags.isEmpty()) {
            tags.forEach(tag -> keys.put("aws:RequestTag/" + tag.key(), List.of(tag.value())));
            keys.put("aws:TagKeys", tags.stream().map(Tag::key).toList());
        }
        return keys;
    }
}
