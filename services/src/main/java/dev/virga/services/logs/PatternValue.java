package dev.virga.services.logs;

import org.jspecify.annotations.Nullable;

/// The right side of a comparison: text, possibly with `*`, which is also a number when it reads
/// like one.
///
/// @param regex what stood between percent signs, or null
record PatternValue(
        String text, @Nullable Double number, @Nullable PatternRegex regex) {
    static PatternValue parse(PatternLexer lexer, String ends) {
        String regex = lexer.regex();
        if (regex != null) {
            return new PatternValue(regex, null, PatternRegex.parse(regex));
        }
        String quoted = lexer.quoted();
        if (quoted != null) {
            return new PatternValue(quoted, null, null);
        }
        String word = lexer.word(ends);
        if (word.isEmpty()) {
            throw FilterPattern.invalid("a value is missing");
        }
        return new PatternValue(word, number(word), null);
    }

    /// Null when the text is no decimal number.
    static @Nullable Double number(String text) {
        if (text.isEmpty() || text.length() > 64 || "+-.0123456789".indexOf(text.charAt(0)) < 0) {
            return null;
        }
        try {
            return Double.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /// @param actual what the event holds
    boolean compare(String operator, String actual) {
        return switch (operator) {
            case "=" -> equal(actual);
            case "!=" -> !equal(actual);
            default -> {
                Double left = number(actual);
                yield left != null && compare(operator, left);
            }
        };
    }

    boolean compare(String operator, double actual) {
        if (number == null) {
            return operator.equals("!=");
        }
        int order = Double.compare(actual, number);
        return switch (operator) {
            case "=" -> order == 0;
            case "!=" -> order != 0;
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            default -> order >= 0;
        };
    }

    private boolean equal(String actual) {
        if (regex != null) {
            return regex.found(actual);
        }
        if (number != null) {
            Double left = number(actual);
            return left != null && left.compareTo(number) == 0;
        }
        return Wildcard.matches(text, actual);
    }
}
