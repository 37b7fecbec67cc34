package dev.virga.services.cloudformation;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What a template declares, without deploying it.
///
/// @param needed capability, or null
record TemplateSummary(
        Template template,
        List<String> transforms,
        @Nullable String needed,
        Set<String> needing,
        List<String> resourceTypes) {
    static TemplateSummary of(String body, Stacks stacks) {
        Template template = TemplateReader.read(body);
        if (template.section("Resources").isEmpty()) {
            throw CfnErrors.validation("Template format error: At least one Resources member must be defined.");
        }
        List<String> transforms = Transforms.of(template);
        if (transforms.isEmpty()) {
            stacks.types().check(template);
        }
        Set<String> types = new TreeSet<>();
        for (String id : template.section("Resources").keySet()) {
            types.add(String.valueOf(template.entry("Resources", id).get("Type")));
        }
        return new TemplateSummary(
                template,
                transforms,
                Capabilities.needed(template, stacks.types()),
                Capabilities.types(template, stacks.types()),
                List.copyOf(types));
    }

    @Nullable
    String description() {
        return Template.text(template.root().get("Description"));
    }

    List<String> capabilities() {
        List<String> all = new ArrayList<>();
        if (needed != null) {
            all.add(needed);
        }
        if (!transforms.isEmpty()) {
            all.add(Capabilities.AUTO_EXPAND);
        }
        return all;
    }

    @Nullable
    String capabilitiesReason() {
        return needed == null
                ? null
                : "The following resource(s) require capabilities: [" + String.join(", ", needing) + "]";
    }
}
