package dev.virga.services.cloudformation.sam;

import dev.virga.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// SAM's policy templates: names such as DynamoDBReadPolicy that stand for statements.
///
/// The table beside this class names, for each, what it needs, what it allows and on what;
/// `${tableName}` in it is the value given for TableName.
final class SamPolicyTemplates {
    private static final String TABLE = "policy-templates.json";
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z]+)\\}");

    private final Map<String, @Nullable Object> templates;

    SamPolicyTemplates() {
        try (InputStream in = SamPolicyTemplates.class.getResourceAsStream(TABLE)) {
            if (in == null) {
                throw new IllegalStateException("missing " + TABLE);
            }
            templates = Tree.objectOrEmpty(Json.parse(in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean has(String name) {
        return templates.containsKey(name);
    }

    /// The policy document of a template and its values.
    Map<String, @Nullable Object> document(String logicalId, String name, @Nullable Object values) {
        Map<String, @Nullable Object> template = Tree.objectOrEmpty(templates.get(name));
        Map<String, @Nullable Object> given = Tree.object(values);
        if (given == null) {
            throw SamInvalid.resource(
                    logicalId, "Must specify valid parameter values for policy template '" + name + "'");
        }
        List<String> missing = Tree.itemsOrEmpty(template.get("needs")).stream()
                .map(String::valueOf)
                .filter(need -> given.get(need) == null)
                .map(need -> "'" + need + "'")
                .toList();
        if (!missing.isEmpty()) {
            throw SamInvalid.resource(
                    logicalId,
                    "Following required parameters of template '" + name + "' don't have values: " + missing);
        }
        List<@Nullable Object> statements = new ArrayList<>();
        for (Object item : Tree.itemsOrEmpty(template.get("statements"))) {
            Map<String, @Nullable Object> statement = Tree.objectOrEmpty(item);
            statements.add(Tree.map(
                    "Sid", statement.get("sid"),
                    "Effect", "Allow",
                    "Action", Tree.copy(statement.get("allow")),
                    "Resource", render(statement.get("on"), given),
                    "Condition", render(statement.get("when"), given)));
        }
        return Tree.map("Statement", statements);
    }

    private static @Nullable Object render(@Nullable Object value, Map<String, @Nullable Object> given) {
        if (value instanceof List<?> list) {
            List<@Nullable Object> result = new ArrayList<>();
            list.forEach(item -> result.add(render(item, given)));
            return result;
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> result = Tree.map();
            map.forEach((name, item) -> result.put(String.valueOf(name), render(item, given)));
            return result;
        }
        if (!(value instanceof String text) || !text.contains("${")) {
            return value;
        }
        Map<String, @Nullable Object> names = Tree.map();
        Matcher matcher = VARIABLE.matcher(text);
        while (matcher.find()) {
            String variable = matcher.group(1);
            for (Map.Entry<String, @Nullable Object> entry : given.entrySet()) {
                if (entry.getKey().equalsIgnoreCase(variable)) {
                    names.put(variable, Tree.copy(entry.getValue()));
                }
            }
        }
        return names.isEmpty() ? Tree.sub(text) : Tree.map("Fn::Sub", Tree.list(text, names));
    }
}
