package dev.virga.wire;

import org.jspecify.annotations.Nullable;

/// A pattern of the form `[a-zA-Z0-9_.-]+`: one set of ASCII characters and how many of them. Most
/// patterns of models are like that, and looking characters up takes a fraction of the time of a
/// regular expression. Immutable.
final class CharClass {
    private static final int ASCII = 128;

    private final boolean[] allowed;
    private final int min;
    private final int max;

    private CharClass(boolean[] allowed, int min, int max) {
        this.allowed = allowed;
        this.min = min;
        this.max = max;
    }

    /// Null for a pattern of any other form.
    static @Nullable CharClass of(String pattern) {
        int start = pattern.startsWith("^") ? 1 : 0;
        int end = pattern.length() - (pattern.endsWith("$") && !pattern.endsWith("\\$") ? 1 : 0);
        int close = pattern.indexOf(']', start + 2);
        if (start >= end || pattern.charAt(start) != '[' || close < 0 || close >= end) {
            return null;
        }
        while (pattern.charAt(close - 1) == '\\') {
            close = pattern.indexOf(']', close + 1);
            if (close < 0 || close >= end) {
                return null;
            }
        }
        boolean[] set = new boolean[ASCII];
        return fill(set, pattern.substring(start + 1, close)) ? counted(set, pattern.substring(close + 1, end)) : null;
    }

    private static @Nullable CharClass counted(boolean[] set, String count) {
        switch (count) {
            case "":
                return new CharClass(set, 1, 1);
            case "+":
                return new CharClass(set, 1, Integer.MAX_VALUE);
            case "*":
                return new CharClass(set, 0, Integer.MAX_VALUE);
            default:
                break;
        }
        if (!count.matches("\\{[0-9]{1,6}(,[0-9]{0,6})?}")) {
            return null;
        }
        String numbers = count.substring(1, count.length() - 1);
        int comma = numbers.indexOf(',');
        int low = Integer.parseInt(comma < 0 ? numbers : numbers.substring(0, comma));
        String rest = comma < 0 ? numbers : numbers.substring(comma + 1);
        return new CharClass(set, low, rest.isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(rest));
    }

    /// False when the set holds something that is not understood here.
    private static boolean fill(boolean[] set, String body) {
        if (body.isEmpty() || body.startsWith("^") || body.contains("&&") || body.indexOf('[') >= 0) {
            return false;
        }
        int i = 0;
        while (i < body.length()) {
            char c = body.charAt(i);
            int low = c;
            if (c == '\\') {
                if (++i >= body.length()) {
                    return false;
                }
                c = body.charAt(i);
                if (named(set, c)) {
                    i++;
                    continue;
                }
                if (Character.isLetterOrDigit(c)) {
                    return false;
                }
                low = c;
            }
            i++;
            int high = low;
            if (i + 1 < body.length() && body.charAt(i) == '-') {
                high = body.charAt(i + 1);
                if (high == '\\' || low == '-') {
                    return false;
                }
                i += 2;
            }
            if (high >= ASCII || high < low) {
                return false;
            }
            for (int k = low; k <= high; k++) {
                set[k] = true;
            }
        }
        return true;
    }

    private static boolean named(boolean[] set, char name) {
        if (name != 'w' && name != 'd') {
            return false;
        }
        for (char c = '0'; c <= 'z'; c++) {
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
            set[c] |= c <= '9' || (name == 'w' && letter);
        }
        return true;
    }

    boolean matches(String text) {
        int length = text.length();
        if (length < min || length > max) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= ASCII || !allowed[c]) {
                return false;
            }
        }
        return true;
    }
}
