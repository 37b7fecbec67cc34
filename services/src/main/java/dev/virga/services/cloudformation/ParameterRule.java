package dev.virga.services.cloudformation;

import dev.virga.wire.AwsException;
import dev.virga.wire.Patterns;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/// One declared parameter: its type and what its value must satisfy.
final class ParameterRule {
    private static final int MAX_VALUE = 4096;
    private static final int MAX_NUMBER = 400;
    private static final String STORED = "AWS::SSM::Parameter::Value";
    private static final String STORED_NAME = "AWS::SSM::Parameter::Name";

    private final Template template;
    private final String name;
    private final Map<String, @Nullable Object> rule;
    private final String type;

    ParameterRule(Template template, String name) {
        this.template = template;
        this.name = name;
        rule = template.entry("Parameters", name);
        type = text("Type", "");
        switch (type) {
            case "String", "Number", "CommaDelimitedList", "List<Number>", "List<String>", STORED_NAME -> {}
            case STORED + "<String>", STORED + "<List<String>>", STORED + "<CommaDelimitedList>" -> {}
            case "" -> throw error("Template format error: Every Parameters object must contain a Type member.");
            default ->
                throw error("Template format error: Parameter " + name + " has type " + type
                        + ", which Virga does not support yet.");
        }
    }

    private String text(String member, String otherwise) {
        String value = Template.text(rule.get(member));
        return value == null ? otherwise : value;
    }

    String name() {
        return name;
    }

    String type() {
        return type;
    }

    String description() {
        return text("Description", "");
    }

    boolean noEcho() {
        return text("NoEcho", "false").equals("true");
    }

    @Nullable
    String defaultValue() {
        Object value = rule.get("Default");
        if (value instanceof List<?> list) {
            return String.join(",", list.stream().map(String::valueOf).toList());
        }
        if (rule.containsKey("Default") && value == null) {
            return "";
        }
        return Template.text(value);
    }

    /// Whether its text is the name of a parameter of Parameter Store, which has the value.
    boolean stored() {
        return type.startsWith(STORED);
    }

    private boolean list() {
        return type.equals("CommaDelimitedList") || type.startsWith("List<");
    }

    Object typed(String value) {
        boolean storedList = stored() && !type.endsWith("<String>");
        return list() || storedList ? new ArrayList<Object>(split(value)) : value;
    }

    private List<String> parts(String value) {
        return list() ? split(value) : List.of(value);
    }

    private static List<String> split(String value) {
        List<String> parts = new ArrayList<>();
        if (!value.isEmpty()) {
            for (String part : value.split(",", -1)) {
                parts.add(part.strip());
            }
        }
        return parts;
    }

    List<String> allowedValues() {
        return Template.list(rule.get("AllowedValues")).stream()
                .map(value -> String.valueOf(Template.text(value)))
                .toList();
    }

    /// @throws AwsException ValidationError
    void check(String value) {
        if (value.length() > MAX_VALUE) {
            throw error("Parameter '" + name + "' must contain at most " + MAX_VALUE + " characters");
        }
        List<String> allowed = allowedValues();
        for (String part : parts(value)) {
            if (!allowed.isEmpty() && !allowed.contains(part)) {
                throw broken("must be one of AllowedValues");
            }
            if (type.contains("Number") && !stored()) {
                number(part);
            } else {
                length(part);
                pattern(part);
            }
        }
    }

    private void number(String part) {
        BigDecimal number = decimal(part);
        BigDecimal least = bound("MinValue");
        BigDecimal most = bound("MaxValue");
        if (number == null) {
            throw error("Parameter '" + name + "' must be a number");
        }
        if (least != null && number.compareTo(least) < 0) {
            throw broken("must be a number not less than " + least.toPlainString());
        }
        if (most != null && number.compareTo(most) > 0) {
            throw broken("must be a number not greater than " + most.toPlainString());
        }
    }

    private void length(String part) {
        BigDecimal least = bound("MinLength");
        BigDecimal most = bound("MaxLength");
        BigDecimal length = BigDecimal.valueOf(part.length());
        if (least != null && length.compareTo(least) < 0) {
            throw broken("must contain at least " + least.toPlainString() + " characters");
        }
        if (most != null && length.compareTo(most) > 0) {
            throw broken("must contain at most " + most.toPlainString() + " characters");
        }
    }

    private void pattern(String part) {
        String pattern = text("AllowedPattern", "");
        if (pattern.isEmpty()) {
            return;
        }
        try {
            if (!Patterns.find(Pattern.compile("\\A(?:" + pattern + ")\\z"), part)) {
                throw broken("must match pattern " + pattern);
            }
        } catch (PatternSyntaxException | StackOverflowError e) {
            throw error("Template format error: Parameter " + name + " has an invalid AllowedPattern " + pattern);
        }
    }

    private @Nullable BigDecimal bound(String member) {
        String value = Template.text(rule.get(member));
        return value == null ? null : decimal(value);
    }

    private static @Nullable BigDecimal decimal(String text) {
        try {
            BigDecimal number = text.length() > MAX_NUMBER ? null : new BigDecimal(text.strip());
            return number == null || Math.abs((long) number.scale()) > MAX_NUMBER ? null : number;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private AwsException broken(String what) {
        String said = text("ConstraintDescription", "");
        return said.isEmpty()
                ? error("Parameter '" + name + "' " + what)
                : error("Parameter '" + name + "' failed to satisfy constraint: " + said);
    }

    private AwsException error(String message) {
        return CfnErrors.validation(message + template.where("Parameters", name));
    }
}
