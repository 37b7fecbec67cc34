package dev.virga.services.dynamodb;

import java.util.ArrayList;
import java.util.List;

/// A word of the expression language and where it stands.
///
/// @param text as written; `<EOF>` for the end
record Token(Kind kind, String text, int start, int end) {
    enum Kind {
        /// Attribute name, function or keyword.
        WORD,
        /// `#name`
        NAME,
        /// `:value`
        VALUE,
        NUMBER,
        SYMBOL,
        END
    }

    boolean is(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    boolean isKeyword(String keyword) {
        return kind == Kind.WORD && text.equalsIgnoreCase(keyword);
    }

    /// Splits the text into tokens; the last one is the end.
    static List<Token> split(String source) {
        List<Token> tokens = new ArrayList<>();
        int at = 0;
        while (at < source.length()) {
            char c = source.charAt(at);
            if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
                at++;
                continue;
            }
            Token token = next(source, at);
            tokens.add(token);
            at = token.end;
        }
        tokens.add(new Token(Kind.END, "<EOF>", source.length(), source.length()));
        return tokens;
    }

    private static Token next(String source, int start) {
        char c = source.charAt(start);
        Kind kind = Kind.SYMBOL;
        int end = start + 1;
        if (isWordStart(c)) {
            kind = Kind.WORD;
            end = endOfWord(source, end);
        } else if (c >= '0' && c <= '9') {
            kind = Kind.NUMBER;
            while (end < source.length() && source.charAt(end) >= '0' && source.charAt(end) <= '9') {
                end++;
            }
        } else if (c == '#' || c == ':') {
            end = endOfWord(source, end);
            if (end > start + 1) {
                kind = c == '#' ? Kind.NAME : Kind.VALUE;
            }
        } else if (end < source.length() && isTwoCharacters(c, source.charAt(end))) {
            end++;
        }
        return new Token(kind, source.substring(start, end), start, end);
    }

    private static int endOfWord(String source, int from) {
        int end = from;
        while (end < source.length() && isWordPart(source.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isTwoCharacters(char first, char second) {
        return (first == '<' && (second == '=' || second == '>')) || (first == '>' && second == '=');
    }

    private static boolean isWordStart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    static boolean isWordPart(char c) {
        return isWordStart(c) || (c >= '0' && c <= '9');
    }
}
