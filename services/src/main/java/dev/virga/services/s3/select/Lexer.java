package dev.virga.services.s3.select;

import java.util.ArrayList;
import java.util.List;

/// Cuts an expression into words.
final class Lexer {
    private static final List<String> OPERATORS = List.of(
            "<>", "<=", ">=", "!=", "||", "=", "<", ">", "+", "-", "*", "/", "%", "(", ")", "[", "]", ",", ".", ";");

    private final String text;
    private int at;
    private int line = 1;
    private int lineStart;

    private Lexer(String text) {
        this.text = text;
    }

    /// The last is the end.
    static List<Token> tokens(String text) {
        Lexer lexer = new Lexer(text);
        List<Token> tokens = new ArrayList<>();
        Token token;
        do {
            token = lexer.next();
            tokens.add(token);
        } while (token.kind() != Token.Kind.END);
        return tokens;
    }

    private Token next() {
        skipSpace();
        int start = at;
        if (at >= text.length()) {
            return token(Token.Kind.END, "", start);
        }
        char c = text.charAt(at);
        if (Character.isLetter(c) || c == '_' || c == '$') {
            while (at < text.length() && isNamePart(text.charAt(at))) {
                at++;
            }
            return token(Token.Kind.WORD, text.substring(start, at), start);
        }
        if (isDigit(c) || (c == '.' && at + 1 < text.length() && isDigit(text.charAt(at + 1)))) {
            return number();
        }
        return switch (c) {
            case '\'' -> quoted(c, Token.Kind.STRING);
            case '"' -> quoted(c, Token.Kind.QUOTED);
            case '`' -> quoted(c, Token.Kind.ION);
            default -> operator(start);
        };
    }

    private void skipSpace() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\n') {
                line++;
                lineStart = at + 1;
            } else if (text.startsWith("--", at)) {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
                continue;
            } else if (!Character.isWhitespace(c)) {
                return;
            }
            at++;
        }
    }

    private Token operator(int start) {
        for (String operator : OPERATORS) {
            if (text.startsWith(operator, start)) {
                at += operator.length();
                return token(Token.Kind.OPERATOR, operator, start);
            }
        }
        String shown = text.substring(start, start + Character.charCount(text.codePointAt(start)));
        throw SelectErrors.at(
                "LexerInvalidChar",
                "The SQL expression contains an invalid character",
                token(Token.Kind.OPERATOR, shown, start));
    }

    private Token number() {
        int start = at;
        while (at < text.length() && isDigit(text.charAt(at))) {
            at++;
        }
        if (at < text.length() && text.charAt(at) == '.') {
            at++;
            while (at < text.length() && isDigit(text.charAt(at))) {
                at++;
            }
        }
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            at++;
            if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
                at++;
            }
            while (at < text.length() && isDigit(text.charAt(at))) {
                at++;
            }
        }
        Token token = token(Token.Kind.NUMBER, text.substring(start, at), start);
        if (at < text.length() && isNamePart(text.charAt(at))) {
            throw SelectErrors.at("LexerInvalidLiteral", "The SQL expression contains an invalid literal", token);
        }
        return token;
    }

    /// Two quotes inside mean one, but not in Ion.
    private Token quoted(char quote, Token.Kind kind) {
        int start = at++;
        int startLine = line;
        int startColumn = start - lineStart + 1;
        StringBuilder value = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '\n') {
                line++;
                lineStart = at;
            }
            if (c != quote) {
                value.append(c);
            } else if (kind != Token.Kind.ION && at < text.length() && text.charAt(at) == quote) {
                value.append(c);
                at++;
            } else {
                return new Token(kind, value.toString(), startLine, startColumn);
            }
        }
        throw SelectErrors.at(
                kind == Token.Kind.ION ? "LexerInvalidIONLiteral" : "LexerInvalidLiteral",
                "The SQL expression contains a literal without an end",
                new Token(kind, value.toString(), startLine, startColumn));
    }

    private Token token(Token.Kind kind, String value, int start) {
        return new Token(kind, value, line, start - lineStart + 1);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isNamePart(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$';
    }
}
