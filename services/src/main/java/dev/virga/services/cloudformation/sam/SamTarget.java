package dev.virga.services.cloudformation.sam;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an event invokes.
///
/// @param function logical id of the function
/// @param alias logical id of its alias, or null when it publishes none
record SamTarget(String function, @Nullable String alias) {
    /// For FunctionName of permissions and mappings. An alias' Ref is its ARN.
    Map<String, @Nullable Object> name() {
        return Tree.ref(alias == null ? function : alias);
    }

    Map<String, @Nullable Object> arn() {
        return alias == null ? Tree.getAtt(function, "Arn") : Tree.ref(alias);
    }

    /// For inside a Fn::Sub.
    String variable() {
        return alias == null ? "${" + function + ".Arn}" : "${" + alias + "}";
    }
}
