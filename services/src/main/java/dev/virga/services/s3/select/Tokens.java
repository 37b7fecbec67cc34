package dev.virga.services.s3.select;

import dev.virga.wire.AwsException;
import java.util.List;

/// Where a parser is. One thread.
final class Tokens {
    /// Nesting of an expression.
    static final int MAX_DEPTH = 100;

    private final List<Token> all;
    private int at;
    private int depth;

    Tokens(List<Token> all) {
        this.all = all;
    }

    Token peek() {
        return all.get(at);
    }

    Token peekAfter() {
        return all.get(Math.min(at + 1, all.size() - 1));
    }

    Token next() {
        Token token = all.get(at);
        if (token.kind() != Token.Kind.END) {
            at++;
        }
        return token;
    }

    /// A place to go back to.
    record Mark(int at) {}

    Mark mark() {
        return new Mark(at);
    }

    void reset(Mark mark) {
        at = mark.at();
    }

    boolean accept(String word) {
        return skipIf(peek().is(word));
    }

    boolean acceptOperator(String operator) {
        return skipIf(peek().isOperator(operator));
    }

    private boolean skipIf(boolean fits) {
        if (fits) {
            at++;
        }
        return fits;
    }

    void expect(String word) {
        if (!accept(word)) {
            throw SelectErrors.at(
                    "ParseExpectedKeyword",
                    "Did not find the expected keyword " + word + " in the SQL expression",
                    peek());
        }
    }

    void expectOperator(String operator) {
        if (!acceptOperator(operator)) {
            throw SelectErrors.at(
                    "ParseExpectedTokenType",
                    "Did not find the expected token " + operator + " in the SQL expression",
                    peek());
        }
    }

    AwsException unexpected() {
        return SelectErrors.unexpected(peek());
    }

    void enter() {
        checkDepth(0);
        depth++;
    }

    void leave() {
        depth--;
    }

    /// @param links of a chain at this depth, each of which makes the tree deeper
    void checkDepth(int links) {
        if (depth + links >= MAX_DEPTH) {
            throw SelectErrors.tooDeep(peek());
        }
    }
}
