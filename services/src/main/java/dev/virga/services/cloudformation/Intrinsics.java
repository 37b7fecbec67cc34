package dev.virga.services.cloudformation;

import dev.virga.wire.AwsException;
import dev.virga.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Evaluates the functions in a template's tree. For one thread.
final class Intrinsics {
    /// Characters that the functions of one evaluation may produce together.
    static final int MAX_TEXT = 16 << 20;

    private final Template template;
    private final Map<String, Object> parameters;
    private final Surroundings surroundings;
    private final Values values;
    private final Conditions conditions;
    private final Deque<String> path = new ArrayDeque<>();
    private int text;

    /// @param parameters texts and lists of texts, see [Parameters#typed]
    Intrinsics(Template template, Map<String, Object> parameters, Surroundings surroundings, Values values) {
        this.template = template;
        this.parameters = parameters;
        this.surroundings = surroundings;
        this.values = values;
        conditions = new Conditions(this, template);
    }

    Conditions conditions() {
        return conditions;
    }

    /// The tree without functions; what is `AWS::NoValue` is left out.
    ///
    /// @param at path of the tree in the template, for messages
    @Nullable
    Object resolve(@Nullable Object tree, String... at) {
        path.clear();
        path.addAll(List.of(at));
        Object value = evaluate(tree);
        return value == Surroundings.NO_VALUE ? null : value;
    }

    /// A part of the expression that is being resolved.
    @Nullable
    Object evaluate(@Nullable Object tree) {
        if (tree instanceof Map<?, ?> map) {
            return Template.intrinsic(map) ? call(map) : object(map);
        }
        if (tree instanceof List<?> list) {
            return items(list);
        }
        boolean property = "Resources".equals(path.peekFirst());
        if (!property && tree instanceof String string && string.contains(DynamicReferences.START)) {
            throw error("Dynamic references are supported in properties of resources only: " + string);
        }
        return tree;
    }

    private Object object(Map<?, ?> map) {
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            String name = key.toString();
            Object evaluated = step(name, value);
            if (evaluated != Surroundings.NO_VALUE) {
                result.put(name, evaluated);
            }
        });
        return result;
    }

    private List<@Nullable Object> items(List<?> list) {
        List<@Nullable Object> result = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            Object evaluated = step(Integer.toString(i), list.get(i));
            if (evaluated != Surroundings.NO_VALUE) {
                result.add(evaluated);
            }
        }
        return result;
    }

    private @Nullable Object step(String name, @Nullable Object value) {
        path.addLast(name);
        try {
            return evaluate(value);
        } finally {
            path.removeLast();
        }
    }

    private @Nullable Object call(Map<?, ?> map) {
        String function = map.keySet().iterator().next().toString();
        Object argument = map.get(function);
        if (function.equals("Condition") && !(argument instanceof String)) {
            // The member of a policy statement that has the same name as the function.
            return object(map);
        }
        path.addLast(function);
        try {
            return switch (function) {
                case "Ref" -> ref(argument);
                case "Fn::GetAtt" -> getAtt(argument);
                case "Fn::Sub" -> charge(new Substitution(this).of(argument));
                case "Fn::Join" -> charge(join(argument));
                case "Fn::Select" -> select(argument);
                case "Fn::Split" -> split(argument);
                case "Fn::If" -> choose(argument);
                case "Fn::FindInMap" -> findInMap(argument);
                case "Fn::Base64" -> base64(argument);
                case "Fn::ImportValue" -> importValue(argument);
                case "Fn::GetAZs" -> zones(argument);
                case "Fn::Cidr" -> CidrBlocks.split(listOf(argument), this);
                case "Fn::Length" -> length(argument);
                case "Fn::ToJsonString" -> charge(Json.write(evaluate(argument)));
                case "Fn::And", "Fn::Or", "Fn::Not", "Fn::Equals", "Condition" -> conditions.test(map);
                default -> throw error("Template validation error: Template error: unsupported function " + function);
            };
        } finally {
            path.removeLast();
        }
    }

    /// Value of a parameter, pseudo parameter or resource.
    private Object ref(@Nullable Object argument) {
        if (!(argument instanceof String name)) {
            throw error("Template format error: Every Ref object must have a single String value.");
        }
        Object value = lookup(name);
        if (value == null) {
            throw unresolved(name);
        }
        return value;
    }

    @Nullable
    Object lookup(String name) {
        Object value = parameters.get(name);
        if (value == null) {
            value = surroundings.pseudo(name);
        }
        return value != null ? value : values.ref(name);
    }

    AwsException unresolved(String name) {
        return error("Template format error: Unresolved resource dependencies [" + name
                + "] in the Resources block of the template");
    }

    private Object getAtt(@Nullable Object argument) {
        List<?> parts = argument instanceof String text && text.indexOf('.') > 0
                ? List.of(text.substring(0, text.indexOf('.')), text.substring(text.indexOf('.') + 1))
                : Template.list(argument);
        if (parts.size() < 2 || !(parts.getFirst() instanceof String resource)) {
            throw error("Template error: every Fn::GetAtt object requires two non-empty parameters, the resource"
                    + " name and the resource attribute");
        }
        List<String> names = new ArrayList<>();
        for (Object part : parts.subList(1, parts.size())) {
            names.add(string(evaluate(part), "Fn::GetAtt"));
        }
        return attribute(resource, String.join(".", names));
    }

    Object attribute(String resource, String attribute) {
        if (values.ref(resource) == null) {
            throw error("Template error: instance of Fn::GetAtt references undefined resource " + resource);
        }
        Object value = values.attribute(resource, attribute);
        if (value == null) {
            throw error("Template error: resource " + resource + " does not support attribute type " + attribute
                    + " in Fn::GetAtt");
        }
        return value;
    }

    private String join(@Nullable Object argument) {
        List<?> parts = Template.list(argument);
        Object list = parts.size() == 2 ? evaluate(parts.get(1)) : null;
        if (parts.size() != 2 || !(parts.getFirst() instanceof String delimiter) || !(list instanceof List<?> items)) {
            throw error("Template error: every Fn::Join object requires two parameters, (1) a string delimiter and"
                    + " (2) a list of strings to be joined or a function that returns a list of strings (such as"
                    + " Fn::GetAZs) to be joined.");
        }
        long length = (long) delimiter.length() * items.size();
        List<String> texts = new ArrayList<>();
        for (Object item : items) {
            String joined = string(item, "Fn::Join");
            length += joined.length();
            texts.add(joined);
        }
        charge(length);
        return String.join(delimiter, texts);
    }

    private @Nullable Object select(@Nullable Object argument) {
        List<?> parts = Template.list(argument);
        Object index = parts.size() == 2 ? Template.text(evaluate(parts.getFirst())) : null;
        Object list = parts.size() == 2 ? evaluate(parts.get(1)) : null;
        if (!(index instanceof String number) || !(list instanceof List<?> items)) {
            throw error("Template error: Fn::Select requires a list argument with two elements: an integer index and"
                    + " a list");
        }
        int at;
        try {
            at = Integer.parseInt(number);
        } catch (NumberFormatException e) {
            throw error("Template error: Fn::Select requires an integer index, not " + number);
        }
        if (at < 0 || at >= items.size() || items.get(at) == null) {
            throw error("Template error: Fn::Select cannot select nonexistent value at index " + at);
        }
        return items.get(at);
    }

    private Object split(@Nullable Object argument) {
        List<?> parts = Template.list(argument);
        if (parts.size() != 2 || !(parts.getFirst() instanceof String delimiter) || delimiter.isEmpty()) {
            throw error("Template error: every Fn::Split object requires two parameters, (1) a string delimiter and"
                    + " (2) a string to be split or a function that returns a string to be split.");
        }
        String whole = string(evaluate(parts.get(1)), "Fn::Split");
        charge(whole.length() * 2L);
        List<Object> result = new ArrayList<>();
        int from = 0;
        for (int at = whole.indexOf(delimiter); at >= 0; at = whole.indexOf(delimiter, from)) {
            result.add(whole.substring(from, at));
            from = at + delimiter.length();
        }
        result.add(whole.substring(from));
        return result;
    }

    private @Nullable Object choose(@Nullable Object argument) {
        List<?> parts = Template.list(argument);
        if (parts.size() != 3 || !(parts.getFirst() instanceof String condition)) {
            throw error("Template error: Fn::If requires a list argument with three elements, the name of a condition"
                    + " first");
        }
        return evaluate(conditions.isTrue(condition) ? parts.get(1) : parts.get(2));
    }

    private @Nullable Object findInMap(@Nullable Object argument) {
        List<?> parts = Template.list(argument);
        if (parts.size() != 3 && parts.size() != 4) {
            throw error("Template error: every Fn::FindInMap object requires three parameters, the map name, map key"
                    + " and the attribute for return value");
        }
        String name = string(evaluate(parts.get(0)), "Fn::FindInMap");
        String top = string(evaluate(parts.get(1)), "Fn::FindInMap");
        String second = string(evaluate(parts.get(2)), "Fn::FindInMap");
        Object found = template.section("Mappings").get(name);
        found = found instanceof Map<?, ?> map ? map.get(top) : null;
        found = found instanceof Map<?, ?> map ? map.get(second) : null;
        if (found != null) {
            charge(found.toString());
            return found;
        }
        if (parts.size() == 4 && parts.get(3) instanceof Map<?, ?> options && options.containsKey("DefaultValue")) {
            return evaluate(options.get("DefaultValue"));
        }
        throw error("Template error: Unable to get mapping for " + name + "::" + top + "::" + second);
    }

    private String base64(@Nullable Object argument) {
        String plain = string(evaluate(argument), "Fn::Base64");
        charge(plain.length() * 2L);
        return Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }

    private String importValue(@Nullable Object argument) {
        String name = string(evaluate(argument), "Fn::ImportValue");
        String value = values.exported(name);
        if (value == null) {
            throw error("No export named " + name + " found.");
        }
        return value;
    }

    private Object zones(@Nullable Object argument) {
        String region = string(evaluate(argument), "Fn::GetAZs");
        String chosen = region.isEmpty() ? surroundings.region() : region;
        return new ArrayList<Object>(List.of(chosen + "a", chosen + "b", chosen + "c"));
    }

    private Object length(@Nullable Object argument) {
        if (evaluate(argument) instanceof List<?> list) {
            return list.size();
        }
        throw error("Template error: Fn::Length requires a list");
    }

    List<Object> listOf(@Nullable Object argument) {
        List<Object> result = new ArrayList<>();
        for (Object part : Template.list(argument)) {
            Object value = evaluate(part);
            if (value != null) {
                result.add(value);
            }
        }
        return result;
    }

    String string(@Nullable Object value, String function) {
        String string = Template.text(value);
        if (string == null) {
            throw error("Template error: " + function + " needs a text, not "
                    + (value == null ? "null" : "an object" + " or list"));
        }
        return string;
    }

    private String charge(String made) {
        charge((long) made.length());
        return made;
    }

    /// Counts what functions produce: a template that multiplies itself ends here.
    void charge(long characters) {
        if (characters > MAX_TEXT - text) {
            throw error("Template error: the functions of this template produce more than " + MAX_TEXT + " characters");
        }
        text += (int) characters;
    }

    AwsException error(String message) {
        return CfnErrors.validation(message + template.where(path.toArray(new String[0])));
    }
}
