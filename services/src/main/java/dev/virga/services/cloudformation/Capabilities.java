package dev.virga.services.cloudformation;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What a client has to acknowledge before a template may do it.
final class Capabilities {
    static final String IAM = "CAPABILITY_IAM";
    static final String NAMED_IAM = "CAPABILITY_NAMED_IAM";
    static final String AUTO_EXPAND = "CAPABILITY_AUTO_EXPAND";

    private Capabilities() {}

    /// The strongest that the resources need, or null.
    static @Nullable String needed(Template template, ResourceTypes types) {
        String needed = null;
        for (String id : template.section("Resources").keySet()) {
            String capability = capability(template, types, id);
            if (capability != null && !NAMED_IAM.equals(needed)) {
                needed = capability;
            }
        }
        return needed;
    }

    private static @Nullable String capability(Template template, ResourceTypes types, String id) {
        var resource = template.entry("Resources", id);
        Object properties = resource.get("Properties");
        String type = String.valueOf(resource.get("Type"));
        return types.names().contains(type)
                ? types.get(type).capability(properties == null ? Map.of() : Template.map(properties, "no object"))
                : null;
    }

    /// Types of the resources that need a capability.
    static Set<String> types(Template template, ResourceTypes types) {
        Set<String> names = new TreeSet<>();
        for (String id : template.section("Resources").keySet()) {
            if (capability(template, types, id) != null) {
                names.add(String.valueOf(template.entry("Resources", id).get("Type")));
            }
        }
        return names;
    }

    /// @param transformed whether the template has transforms
    /// @param previewed a change set shows what a transform made before it is carried out
    static void check(
            Template template,
            ResourceTypes types,
            @Nullable Collection<String> given,
            boolean transformed,
            boolean previewed) {
        Collection<String> acknowledged = given == null ? List.of() : given;
        String needed = needed(template, types);
        boolean named = acknowledged.contains(NAMED_IAM);
        if (needed != null && !named && !(needed.equals(IAM) && acknowledged.contains(IAM))) {
            throw CfnErrors.capabilities(needed);
        }
        if (transformed && !previewed && !acknowledged.contains(AUTO_EXPAND)) {
            throw CfnErrors.capabilities(AUTO_EXPAND);
        }
    }
}
