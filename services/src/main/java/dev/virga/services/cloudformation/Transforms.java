package dev.virga.services.cloudformation;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The `Transform` section: what turns a template into another before it is deployed.
final class Transforms {
    static final String SERVERLESS = "AWS::Serverless-2016-10-31";

    private static final Set<String> SECTIONS = Set.of(
            "AWSTemplateFormatVersion",
            "Conditions",
            "Description",
            "Mappings",
            "Metadata",
            "Outputs",
            "Parameters",
            "Resources",
            "Transform");

    /// What the serverless transform does, so that it can be tested by itself.
    @FunctionalInterface
    interface Serverless {
        Map<String, @Nullable Object> apply(
                Map<String, @Nullable Object> template, Map<String, Object> parameters, @Nullable String region);
    }

    private final Serverless serverless;

    Transforms(Serverless serverless) {
        this.serverless = serverless;
    }

    static List<String> of(Template template) {
        return Template.list(template.root().get("Transform")).stream()
                .map(String::valueOf)
                .toList();
    }

    /// The template without transforms, or null when it has none.
    ///
    /// @throws dev.virga.wire.AwsException ValidationError for transforms that Virga does not have
    @Nullable
    Map<String, @Nullable Object> apply(Template template, Map<String, Object> parameters, String region) {
        List<String> names = of(template);
        check(template, names);
        if (names.isEmpty()) {
            return null;
        }
        Map<String, @Nullable Object> result = serverless.apply(template.root(), parameters, region);
        result.remove("Transform");
        result.remove("Globals");
        return result;
    }

    private static void check(Template template, List<String> names) {
        for (String name : names) {
            if (!name.equals(SERVERLESS)) {
                throw CfnErrors.validation("No transform named " + name + " found. Virga supports " + SERVERLESS + "."
                        + template.where("Transform"));
            }
        }
        Set<String> unknown = new TreeSet<>(template.root().keySet());
        unknown.removeAll(SECTIONS);
        if (names.contains(SERVERLESS)) {
            unknown.remove("Globals");
        }
        if (!unknown.isEmpty()) {
            boolean later = unknown.stream().allMatch(Set.of("Rules", "Hooks")::contains);
            String message = later
                    ? "Template sections " + unknown + " are not supported by Virga yet"
                    : "Invalid template property or properties " + unknown;
            throw CfnErrors.validation(
                    message + template.where(unknown.iterator().next()));
        }
        Object version = template.root().get("AWSTemplateFormatVersion");
        if (version != null && !version.equals("2010-09-09")) {
            throw CfnErrors.validation("Template format error: unsupported value for AWSTemplateFormatVersion."
                    + template.where("AWSTemplateFormatVersion"));
        }
        refuseMacros(template.root());
    }

    private static void refuseMacros(@Nullable Object tree) {
        if (tree instanceof List<?> list) {
            list.forEach(Transforms::refuseMacros);
        } else if (tree instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                if (key.equals("Fn::Transform") || key.toString().startsWith("Fn::ForEach")) {
                    throw CfnErrors.validation("Template error: " + key + " is not supported by Virga yet");
                }
                refuseMacros(value);
            });
        }
    }
}
