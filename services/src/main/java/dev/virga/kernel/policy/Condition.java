package dev.virga.kernel.policy;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One test of a statement's `Condition`: all of its tests have to hold.
///
/// @param ifExists holds as well when the request has no such key
/// @param key in lower case
/// @param label the key as it was written, for explanations
/// @param values any of them suffices; for a negated operator none may fit
record Condition(
        Operator operator, Quantifier quantifier, boolean ifExists, String key, String label, List<Template> values) {
    enum Quantifier {
        NONE,
        FOR_ALL_VALUES,
        FOR_ANY_VALUE
    }

    private static final String FOR_ALL = "ForAllValues:";
    private static final String FOR_ANY = "ForAnyValue:";
    private static final String IF_EXISTS = "IfExists";

    /// @param name of the operator, e.g. `ForAnyValue:StringLikeIfExists`
    static Condition of(String name, String key, List<Template> values) {
        String rest = name;
        Quantifier quantifier = Quantifier.NONE;
        if (rest.startsWith(FOR_ALL)) {
            quantifier = Quantifier.FOR_ALL_VALUES;
            rest = rest.substring(FOR_ALL.length());
        } else if (rest.startsWith(FOR_ANY)) {
            quantifier = Quantifier.FOR_ANY_VALUE;
            rest = rest.substring(FOR_ANY.length());
        }
        boolean ifExists = rest.endsWith(IF_EXISTS);
        Operator operator = Operator.named(ifExists ? rest.substring(0, rest.length() - IF_EXISTS.length()) : rest);
        if (operator == null || (operator == Operator.Null && !name.equals("Null"))) {
            throw PolicyErrors.syntax();
        }
        return new Condition(operator, quantifier, ifExists, key.toLowerCase(Locale.ROOT), key, List.copyOf(values));
    }

    /// What the test compares, and whether it holds.
    Explanation.Test look(RequestContext context) {
        List<String> actual = context.values(key);
        List<String> expected = values.stream().map(Template::toString).toList();
        return new Explanation.Test(
                name(),
                label,
                Explainer.first(expected),
                actual == null ? null : Explainer.first(List.copyOf(actual)),
                holds(context));
    }

    /// As policies write it: `ForAnyValue:StringLikeIfExists`.
    private String name() {
        String prefix =
                switch (quantifier) {
                    case FOR_ALL_VALUES -> FOR_ALL;
                    case FOR_ANY_VALUE -> FOR_ANY;
                    case NONE -> "";
                };
        return prefix + operator.name() + (ifExists ? IF_EXISTS : "");
    }

    boolean holds(RequestContext context) {
        List<String> actual = context.values(key);
        boolean absent = actual == null || actual.isEmpty();
        if (operator == Operator.Null) {
            return values.stream().anyMatch(v -> String.valueOf(absent).equalsIgnoreCase(v.text(context)));
        }
        if (actual == null || absent) {
            return switch (quantifier) {
                case FOR_ALL_VALUES -> true;
                case FOR_ANY_VALUE -> ifExists;
                case NONE -> ifExists || operator.negated();
            };
        }
        return switch (quantifier) {
            case FOR_ALL_VALUES -> actual.stream().allMatch(a -> holds(a, context));
            case FOR_ANY_VALUE -> actual.stream().anyMatch(a -> holds(a, context));
            // Of a key with several values a negated operator demands that none fits.
            case NONE ->
                operator.negated()
                        ? actual.stream().allMatch(a -> holds(a, context))
                        : actual.stream().anyMatch(a -> holds(a, context));
        };
    }

    private boolean holds(@Nullable String actual, RequestContext context) {
        Operator positive = operator.positive();
        for (Template value : values) {
            if (actual != null && positive.compare(actual, value, context)) {
                return !operator.negated();
            }
        }
        return operator.negated();
    }
}
