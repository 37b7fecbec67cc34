package dev.virga.services.cloudformation;

import org.jspecify.annotations.Nullable;

/// The type of a scalar without quotes. Whatever would not come back as it was written stays a
/// text: dates, account numbers with a leading zero, versions such as `1.10`.
final class PlainScalar {
    /// Longer ones cannot be exact.
    private static final int MAX_NUMBER_LENGTH = 24;

    private PlainScalar() {}

    static @Nullable Object resolve(String text) {
        switch (text) {
            case "", "~", "null", "Null", "NULL" -> {
                return null;
            }
            case "true", "True", "TRUE" -> {
                return true;
            }
            case "false", "False", "FALSE" -> {
                return false;
            }
            default -> {
                return number(text);
            }
        }
    }

    private static Object number(String text) {
        char first = text.charAt(0);
        boolean mayBeNumber = (first >= '0' && first <= '9') || first == '-';
        if (!mayBeNumber || text.length() > MAX_NUMBER_LENGTH) {
            return text;
        }
        try {
            long whole = Long.parseLong(text);
            if (!Long.toString(whole).equals(text)) {
                return text;
            }
            return whole == (int) whole ? (Object) (int) whole : (Object) whole;
        } catch (NumberFormatException e) {
            return real(text);
        }
    }

    private static Object real(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!(c >= '0' && c <= '9') && c != '.' && c != '-') {
                return text;
            }
        }
        try {
            double real = Double.parseDouble(text);
            return Double.toString(real).equals(text) ? (Object) real : text;
        } catch (NumberFormatException e) {
            return text;
        }
    }
}
