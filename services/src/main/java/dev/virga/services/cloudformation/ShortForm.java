package dev.virga.services.cloudformation;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The short forms of intrinsic functions in YAML: `!Sub` for `Fn::Sub`.
final class ShortForm {
    private static final Set<String> FUNCTIONS = Set.of(
            "And",
            "Base64",
            "Cidr",
            "Equals",
            "FindInMap",
            "GetAZs",
            "GetAtt",
            "If",
            "ImportValue",
            "Join",
            "Length",
            "Not",
            "Or",
            "Select",
            "Split",
            "Sub",
            "ToJsonString",
            "Transform");

    private ShortForm() {}

    /// @param tag e.g. `!Sub`
    /// @return null when no function is meant
    static @Nullable String longName(String tag) {
        if (!tag.startsWith("!")) {
            return null;
        }
        String name = tag.substring(1);
        if (name.equals("Ref") || name.equals("Condition")) {
            return name;
        }
        return FUNCTIONS.contains(name) ? "Fn::" + name : null;
    }
}
