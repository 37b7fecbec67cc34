package dev.virga.services.cloudformation;

import dev.virga.api.cloudformation.Parameter;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// A template and what it is to be deployed with, as a request gives them.
///
/// @param previewed for a change set, which shows what transforms made
record Submission(
        String body,
        @Nullable List<Parameter> parameters,
        Map<String, String> tags,
        @Nullable List<String> capabilities,
        boolean previewed) {
    /// A submission that was checked: it can be deployed.
    record Checked(Template template, Revision revision, Plan plan, Map<String, Object> parameters) {
        @Nullable
        String description() {
            return Template.text(template.root().get("Description"));
        }
    }

    /// @param before what the stack is now, or null
    /// @param store reads the values of parameters that are kept in Parameter Store
    /// @throws dev.virga.wire.AwsException ValidationError, InsufficientCapabilitiesException
    Checked check(
            ResourceTypes types,
            Transforms transforms,
            @Nullable Revision before,
            Surroundings surroundings,
            BiFunction<Template, Map<String, String>, Map<String, String>> store) {
        Template read = TemplateReader.read(body);
        Map<String, String> values =
                Parameters.values(read, parameters, before == null ? Map.of() : before.parameters());
        Map<String, String> stored = store.apply(read, values);
        Map<String, Object> typed = Parameters.typed(read, Revision.values(values, stored));
        Map<String, @Nullable Object> transformed = transforms.apply(read, typed, surroundings.region());
        Template template = transformed == null ? read : read.withRoot(transformed);
        // A transform may add parameters of its own, which then have defaults.
        Map<String, String> all = transformed == null ? values : Parameters.values(template, parameters, values);
        Map<String, Object> allTyped =
                transformed == null ? typed : Parameters.typed(template, Revision.values(all, stored));
        Plan plan = Plan.of(template, allTyped, surroundings, types);
        Outputs.check(template, allTyped, surroundings, plan);
        Capabilities.check(template, types, capabilities, transformed != null, previewed);
        Revision revision = new Revision(
                body,
                transformed == null ? null : Template.toJson(transformed),
                all,
                tags,
                capabilities == null ? List.of() : List.copyOf(capabilities),
                stored);
        return new Checked(template, revision, plan, allTyped);
    }

    /// Members of requests that Virga cannot honour yet.
    static void refuse(String name, boolean given) {
        if (given) {
            throw CfnErrors.notImplemented(name);
        }
    }
}
