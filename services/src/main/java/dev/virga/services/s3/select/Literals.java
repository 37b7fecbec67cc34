package dev.virga.services.s3.select;

import org.jspecify.annotations.Nullable;

/// Values that stand in the expression itself.
final class Literals {
    private Literals() {}

    static @Nullable Object read(Token token) {
        return switch (token.kind()) {
            case STRING -> token.text();
            case NUMBER -> number(token);
            default -> ion(token);
        };
    }

    private static Number number(Token token) {
        Number number = Values.parse(token.text());
        if (number == null) {
            throw SelectErrors.at("LexerInvalidLiteral", "The SQL expression contains an invalid literal", token);
        }
        return number;
    }

    /// Of Amazon Ion what a query needs: timestamps, numbers, strings, truth and null.
    private static @Nullable Object ion(Token token) {
        String text = token.text().strip();
        switch (text) {
            case "true" -> {
                return true;
            }
            case "false" -> {
                return false;
            }
            case "null" -> {
                return null;
            }
            default -> {
                // Something with a form of its own.
            }
        }
        Timestamp timestamp = Timestamp.parse(text);
        Object value = timestamp == null ? Values.parse(text) : timestamp;
        if (value != null) {
            return value;
        }
        if (text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"") && text.indexOf('\\') < 0) {
            return text.substring(1, text.length() - 1);
        }
        throw SelectErrors.at("LexerInvalidIONLiteral", "The SQL expression contains an invalid Ion literal", token);
    }
}
