package dev.virga.services.cloudformation.sam;

import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// AutoPublishAlias: a version whose logical id changes with the code, and an alias that points to
/// it.
final class SamFunctionVersion {
    private static final Pattern ALIAS = Pattern.compile("(?!^[0-9]+$)([a-zA-Z0-9-_]+)");

    private final SamResource source;
    private final Map<String, @Nullable Object> function;

    SamFunctionVersion(SamResource source, Map<String, @Nullable Object> function) {
        this.source = source;
        this.function = function;
    }

    @Nullable
    String aliasName() {
        return source.isSet("AutoPublishAlias") ? String.valueOf(source.resolved("AutoPublishAlias")) : null;
    }

    /// @return the alias' logical id
    String emit() {
        if (!(source.resolved("AutoPublishAlias") instanceof String name)) {
            throw source.invalid("'AutoPublishAlias' must be a string or a Ref to a template parameter");
        }
        if (!ALIAS.matcher(name).matches()) {
            throw source.invalid("AutoPublishAlias name ('" + name + "') must contain only alphanumeric characters,"
                    + " hyphens, or underscores matching (?!^[0-9]+$)([a-zA-Z0-9-_]+) pattern.");
        }
        String version = source.id() + "Version" + hash();
        Map<String, @Nullable Object> attributes = source.passedOn();
        attributes.putIfAbsent("DeletionPolicy", "Retain");
        Object policy = source.resolved("VersionDeletionPolicy");
        if (policy != null) {
            attributes.put("DeletionPolicy", policy);
        }
        source.emit(
                version,
                "AWS::Lambda::Version",
                Tree.map(
                        "FunctionName", Tree.ref(source.id()),
                        "Description", source.get("VersionDescription"),
                        "RuntimePolicy", source.get("RuntimeManagementConfig"),
                        "FunctionScalingConfig", source.get("FunctionScalingConfig")),
                attributes);
        // Only letters and digits are allowed in logical ids.
        String alias = source.id() + "Alias" + name.replaceAll("[^A-Za-z0-9]", "");
        Map<String, @Nullable Object> made = Tree.map(
                "Name", name,
                "FunctionName", Tree.ref(source.id()),
                "FunctionVersion", Tree.getAtt(version, "Version"),
                "ProvisionedConcurrencyConfig", source.get("ProvisionedConcurrencyConfig"));
        source.emit(alias, "AWS::Lambda::Alias", made);
        source.translation().references().generated(source.id(), "Version", version);
        source.translation().references().generated(source.id(), "Alias", alias);
        return alias;
    }

    private String hash() {
        Object given = source.resolved("AutoPublishCodeSha256");
        if (given != null) {
            if (!(given instanceof String text)) {
                throw source.invalid("AutoPublishCodeSha256 must be a string");
            }
            return text.substring(0, Math.min(SamHash.DIGITS, text.length()));
        }
        if (Boolean.TRUE.equals(source.get("AutoPublishAliasAllProperties"))) {
            return SamHash.of(function);
        }
        Map<String, @Nullable Object> content =
                Tree.objectOrEmpty(source.translation().parameters().resolve(function.get("Code")));
        content.putAll(Tree.objectOrEmpty(function.get("Environment")));
        if (Tree.isSet(function.get("MemorySize"))) {
            content.put("MemorySize", function.get("MemorySize"));
        }
        Object starts = Tree.objectOrEmpty(function.get("SnapStart")).get("ApplyOn");
        if (starts != null && !starts.equals("None")) {
            content.put("SnapStart", function.get("SnapStart"));
        }
        return SamHash.of(content);
    }
}
