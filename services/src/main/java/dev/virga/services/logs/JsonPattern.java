package dev.virga.services.logs;

import dev.virga.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `{ $.level = "error" && ($.size > 3 || $.tags[0] = a*) }`. Matches only events that are JSON
/// objects.
record JsonPattern(Condition condition) implements FilterPattern {
    sealed interface Condition permits And, Or, Compare, Is, NotExists {
        boolean holds(Object event);
    }

    record And(Condition left, Condition right) implements Condition {
        @Override
        public boolean holds(Object event) {
            return left.holds(event) && right.holds(event);
        }
    }

    record Or(Condition left, Condition right) implements Condition {
        @Override
        public boolean holds(Object event) {
            return left.holds(event) || right.holds(event);
        }
    }

    /// A missing value satisfies nothing, not even `!=`.
    record Compare(Path path, String operator, PatternValue value) implements Condition {
        @Override
        public boolean holds(Object event) {
            for (Object each : path.values(event)) {
                boolean matches =
                        switch (each) {
                            case Number number ->
                                value.number() == null
                                        ? value.compare(operator, number.toString())
                                        : value.compare(operator, number.doubleValue());
                            case String text -> value.compare(operator, text);
                            default -> false;
                        };
                if (matches) {
                    return true;
                }
            }
            return false;
        }
    }

    /// @param literal `NULL`, `TRUE` or `FALSE`
    record Is(Path path, String literal) implements Condition {
        @Override
        public boolean holds(Object event) {
            for (Object each : path.values(event)) {
                boolean matches =
                        switch (literal) {
                            case "TRUE" -> Boolean.TRUE.equals(each);
                            case "FALSE" -> Boolean.FALSE.equals(each);
                            default -> each == NULL;
                        };
                if (matches) {
                    return true;
                }
            }
            return false;
        }
    }

    record NotExists(Path path) implements Condition {
        @Override
        public boolean holds(Object event) {
            return path.values(event).isEmpty();
        }
    }

    /// Stands for JSON's null among values that are there.
    private static final Object NULL = new Object();

    /// Steps from the root: names (String), indexes (Integer) or `*` for all elements.
    record Path(List<Object> steps) {
        List<Object> values(Object event) {
            List<Object> here = List.of(event);
            for (Object step : steps) {
                List<Object> next = new ArrayList<>();
                for (Object each : here) {
                    follow(each, step, next);
                }
                here = next;
            }
            return here;
        }

        private static void follow(Object value, Object step, List<Object> into) {
            if (step instanceof String name && value instanceof Map<?, ?> map) {
                if (name.equals("*")) {
                    map.values().forEach(v -> into.add(orNull(v)));
                } else if (map.containsKey(name)) {
                    into.add(orNull(map.get(name)));
                }
            } else if (step instanceof Integer index && value instanceof List<?> list) {
                if (index >= 0 && index < list.size()) {
                    into.add(orNull(list.get(index)));
                }
            } else if (step.equals("*") && value instanceof List<?> list) {
                list.forEach(v -> into.add(orNull(v)));
            }
        }

        private static Object orNull(@Nullable Object value) {
            return value == null ? NULL : value;
        }
    }

    @Override
    public boolean matches(String message) {
        if (!message.stripLeading().startsWith("{")) {
            return false;
        }
        try {
            Object event = Json.parse(message);
            return event != null && condition.holds(event);
        } catch (RuntimeException e) {
            // A message that is no JSON matches nothing.
            return false;
        }
    }

    static JsonPattern parse(String text) {
        PatternLexer lexer = new PatternLexer(text);
        lexer.expect("{");
        Condition condition = any(lexer, 0);
        lexer.expect("}");
        if (!lexer.done()) {
            throw FilterPattern.invalid("text behind '}'");
        }
        return new JsonPattern(condition);
    }

    private static Condition any(PatternLexer lexer, int depth) {
        Condition left = all(lexer, depth);
        while (lexer.take("||")) {
            left = new Or(left, all(lexer, depth));
        }
        return left;
    }

    private static Condition all(PatternLexer lexer, int depth) {
        Condition left = one(lexer, depth);
        while (lexer.take("&&")) {
            left = new And(left, one(lexer, depth));
        }
        return left;
    }

    private static Condition one(PatternLexer lexer, int depth) {
        if (depth > MAX_DEPTH) {
            throw FilterPattern.invalid("parentheses are nested deeper than " + MAX_DEPTH);
        }
        if (lexer.take("(")) {
            Condition inner = any(lexer, depth + 1);
            lexer.expect(")");
            return inner;
        }
        Path path = path(lexer);
        if (lexer.takeWord("NOT")) {
            if (!lexer.takeWord("EXISTS")) {
                throw FilterPattern.invalid("expected EXISTS behind NOT");
            }
            return new NotExists(path);
        }
        if (lexer.takeWord("IS")) {
            for (String literal : List.of("NULL", "TRUE", "FALSE")) {
                if (lexer.takeWord(literal)) {
                    return new Is(path, literal);
                }
            }
            throw FilterPattern.invalid("expected NULL, TRUE or FALSE behind IS");
        }
        String operator = lexer.operator();
        if (operator == null) {
            throw FilterPattern.invalid("a comparison is missing");
        }
        return new Compare(path, operator, PatternValue.parse(lexer, "&|()}"));
    }

    private static Path path(PatternLexer lexer) {
        lexer.expect("$");
        List<Object> steps = new ArrayList<>();
        while (true) {
            if (lexer.peek() == '.') {
                lexer.expect(".");
                if (lexer.peek() != '[') {
                    steps.add(name(lexer.word(".[=!<>&|(){}")));
                    continue;
                }
            }
            if (!lexer.take("[")) {
                return new Path(List.copyOf(steps));
            }
            steps.add(subscript(lexer));
            lexer.expect("]");
        }
    }

    private static String name(String word) {
        if (word.isEmpty()) {
            throw FilterPattern.invalid("a property name is missing");
        }
        return word;
    }

    private static Object subscript(PatternLexer lexer) {
        String quoted = lexer.peek() == '"' ? lexer.quoted() : lexer.quoted('\'');
        if (quoted != null) {
            return quoted;
        }
        String word = lexer.word("]");
        if (word.equals("*")) {
            return word;
        }
        try {
            return Integer.valueOf(word);
        } catch (NumberFormatException e) {
            throw FilterPattern.invalid("'" + word + "' is no index");
        }
    }
}
