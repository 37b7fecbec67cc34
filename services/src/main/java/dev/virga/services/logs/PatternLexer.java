package dev.virga.services.logs;

import org.jspecify.annotations.Nullable;

/// Walks over the text of a filter pattern.
///
/// Not for several threads.
final class PatternLexer {
    private final String text;
    private int at;

    PatternLexer(String text) {
        this.text = text;
    }

    boolean done() {
        skipSpace();
        return at >= text.length();
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    /// The next character that is no space, or 0 at the end.
    char peek() {
        return done() ? 0 : text.charAt(at);
    }

    /// Takes the token when it comes next.
    boolean take(String token) {
        if (!done() && text.startsWith(token, at)) {
            at += token.length();
            return true;
        }
        return false;
    }

    /// Takes the word, in whatever case, when it comes next and ends there.
    boolean takeWord(String word) {
        if (done() || !text.regionMatches(true, at, word, 0, word.length())) {
            return false;
        }
        int end = at + word.length();
        if (end < text.length() && Character.isLetterOrDigit(text.charAt(end))) {
            return false;
        }
        at = end;
        return true;
    }

    void expect(String token) {
        if (!take(token)) {
            throw FilterPattern.invalid("expected '" + token + "' at character " + at);
        }
    }

    /// The content of `"…"` with `\"` and `\\` resolved; null when no quote comes next.
    @Nullable
    String quoted() {
        return quoted('"');
    }

    @Nullable
    String quoted(char quote) {
        if (peek() != quote) {
            return null;
        }
        StringBuilder content = new StringBuilder();
        for (int i = at + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == quote) {
                at = i + 1;
                return content.toString();
            }
            if (c == '\\' && i + 1 < text.length()) {
                c = text.charAt(++i);
            }
            content.append(c);
        }
        throw FilterPattern.invalid("a quote at character " + at + " is not closed");
    }

    /// What stands between `%` and `%`; null when no percent sign comes next.
    @Nullable
    String regex() {
        if (peek() != '%') {
            return null;
        }
        int end = text.indexOf('%', at + 1);
        if (end < 0) {
            throw FilterPattern.invalid("a regular expression at character " + at + " is not closed");
        }
        String regex = text.substring(at + 1, end);
        at = end + 1;
        return regex;
    }

    /// What comes before a space or one of `ends`.
    String word(String ends) {
        skipSpace();
        int start = at;
        while (at < text.length() && !Character.isWhitespace(text.charAt(at)) && ends.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(start, at);
    }

    /// A comparison operator, or null when none comes next.
    @Nullable
    String operator() {
        for (String operator : new String[] {"!=", "<=", ">=", "=", "<", ">"}) {
            if (take(operator)) {
                return operator;
            }
        }
        return null;
    }
}
