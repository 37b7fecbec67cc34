package dev.virga.services.ssm;

import dev.virga.api.ssm.InvalidFilterKey;
import dev.virga.api.ssm.InvalidFilterOption;
import dev.virga.api.ssm.InvalidFilterValue;
import dev.virga.api.ssm.ParameterStringFilter;
import dev.virga.api.ssm.ParametersFilter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/// The filters of DescribeParameters and GetParametersByPath. All must hold, each for one of its
/// values.
///
/// @param option `Equals`, `BeginsWith`, `Contains`, or for a path `OneLevel` and `Recursive`
record ParameterFilter(String key, String option, List<String> values) {
    private static final int MAX_FILTERS = 50;
    private static final String TAG = "tag:";
    private static final List<String> TYPES = List.of("String", "StringList", "SecureString");
    private static final List<String> TIERS = List.of("Standard", "Advanced", "Intelligent-Tiering");
    private static final List<String> DATA_TYPES = List.of("text", "aws:ec2:image", "aws:ssm:integration");

    /// @param keys that the operation takes
    static List<ParameterFilter> of(@Nullable List<ParameterStringFilter> filters, List<String> keys) {
        List<ParameterFilter> all = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (ParameterStringFilter filter : filters == null ? List.<ParameterStringFilter>of() : filters) {
            String key = filter.key();
            if (!keys.contains(key.startsWith(TAG) ? TAG : key)) {
                throw new InvalidFilterKey("The following filter key is not valid: " + key
                        + ". Valid filter keys include: [" + String.join(", ", keys) + "].");
            }
            if (!seen.add(key)) {
                throw new InvalidFilterKey("The following filter is duplicated in the request: " + key
                        + ". A request can contain only one occurrence of a specific filter.");
            }
            all.add(of(key, filter.option(), filter.values()));
        }
        if (all.size() > MAX_FILTERS) {
            throw SsmErrors.validation("A request can have at most " + MAX_FILTERS + " filters.");
        }
        return all;
    }

    private static ParameterFilter of(String key, @Nullable String given, @Nullable List<String> values) {
        boolean tag = key.startsWith(TAG);
        if (values == null && !tag) {
            throw new InvalidFilterValue("The following filter values are missing: null for filter key " + key + ".");
        }
        List<String> wanted = values == null ? List.of() : values;
        List<String> options =
                switch (key) {
                    case "Path" -> List.of("OneLevel", "Recursive");
                    case "Name" -> List.of("Equals", "BeginsWith", "Contains");
                    default -> tag ? List.of("Equals") : List.of("Equals", "BeginsWith");
                };
        String option = given == null ? options.getFirst() : given;
        if (!options.contains(option)) {
            throw new InvalidFilterOption("The following filter option is not valid: " + option
                    + ". Valid options include: [" + String.join(", ", options) + "].");
        }
        switch (key) {
            case "Path" -> wanted.forEach(GetParametersByPath::checkPath);
            case "Type" -> known(wanted, option, TYPES);
            case "Tier" -> known(wanted, option, TIERS);
            case "DataType" -> known(wanted, option, DATA_TYPES);
            default -> {}
        }
        return new ParameterFilter(key, option, wanted);
    }

    private static void known(List<String> values, String option, List<String> valid) {
        for (String value : values) {
            boolean fits = option.equals("Equals")
                    ? valid.contains(value)
                    : valid.stream().anyMatch(one -> one.startsWith(value));
            if (!fits) {
                throw new InvalidFilterValue("The following filter value is not valid: " + value
                        + ". Valid values include: [" + String.join(", ", valid) + "].");
            }
        }
    }

    /// The older form, in which a value is the beginning of a name.
    static List<ParameterFilter> legacy(List<ParametersFilter> filters) {
        return filters.stream()
                .map(filter -> new ParameterFilter(
                        filter.key(), filter.key().equals("Name") ? "BeginsWith" : "Equals", filter.values()))
                .toList();
    }

    /// @param version that the answer would show
    boolean holds(StoredParameter parameter, ParameterVersion version) {
        return switch (key) {
            case "Name" -> any(option.equals("Contains") ? parameter.name() : slashed(parameter.name()));
            case "Type" -> any(version.type());
            case "Tier" -> any(version.tier());
            case "DataType" -> any(version.dataType());
            case "KeyId" -> version.keyId() != null && any(version.keyId());
            case "Path" -> values.stream().anyMatch(path -> under(parameter.name(), path, option.equals("Recursive")));
            case "Label" -> parameter.labelsOf(version.number()).stream().anyMatch(this::any);
            default -> {
                String value = parameter.tags().get(key.substring(TAG.length()));
                yield value != null && (values.isEmpty() || values.contains(value));
            }
        };
    }

    private boolean any(String text) {
        BiPredicate<String, String> test =
                switch (option) {
                    case "BeginsWith" -> String::startsWith;
                    case "Contains" -> String::contains;
                    default -> String::equals;
                };
        boolean name = key.equals("Name") && !option.equals("Contains");
        return values.stream().anyMatch(value -> test.test(text, name ? slashed(value) : value));
    }

    /// Filters do not tell `name` from `/name`.
    private static String slashed(String name) {
        return name.startsWith("/") ? name : "/" + name;
    }

    static boolean under(String name, String path, boolean recursive) {
        String prefix = path.endsWith("/") ? path : path + "/";
        String full = prefix.equals("/") ? slashed(name) : name;
        return full.startsWith(prefix) && (recursive || full.indexOf('/', prefix.length()) < 0);
    }
}
