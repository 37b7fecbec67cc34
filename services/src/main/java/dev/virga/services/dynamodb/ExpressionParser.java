package dev.virga.services.dynamodb;

import dev.virga.services.dynamodb.Token.Kind;
import dev.virga.wire.AwsException;
import java.util.ArrayList;
import java.util.List;

/// Reads the text of one expression. Says only what is written; meaning is checked by
/// [ConditionExpression], [UpdateExpression] and [ProjectionExpression].
///
/// Grammar, keywords in any case:
///
///     or        = and (OR and)*
///     and       = not (AND not)*
///     not       = NOT not | predicate
///     predicate = operand [(= <> < <= > >=) operand | BETWEEN operand AND operand | IN (operand,
///     …)]
///     operand   = ( or ) | function(operand, …) | :value | path
///     path      = name ([index] | .name)*
final class ExpressionParser {
    static final int MAX_EXPRESSION_BYTES = 4096;
    static final int MAX_OPERATORS = 300;
    private static final int MAX_IN_OPERANDS = 100;
    private static final int MAX_DEPTH = 100;
    private static final int MAX_INDEX_DIGITS = 9;

    private final String label;
    private final String source;
    private final List<Token> tokens;
    private int at;
    private int depth;
    private int operators;
    private boolean redundantParentheses;

    /// @param label how errors call it, e.g. `ConditionExpression`
    ExpressionParser(String label, String source) {
        this.label = label;
        this.source = source;
        if (source.isEmpty()) {
            throw error("The expression can not be empty;");
        }
        long bytes = ItemSize.utf8Length(source);
        if (bytes > MAX_EXPRESSION_BYTES) {
            throw error("Expression size has exceeded the maximum allowed size; expression size: " + bytes);
        }
        this.tokens = Token.split(source);
    }

    AwsException error(String message) {
        return DynamodbErrors.validation("Invalid " + label + ": " + message);
    }

    AwsException syntaxError(Token token) {
        int index = tokens.indexOf(token);
        int start = index > 0 ? tokens.get(index - 1).start() : token.start();
        int end = index + 1 < tokens.size() ? tokens.get(index + 1).end() : token.end();
        String near = source.substring(start, end).strip();
        return error("Syntax error; token: \"" + token.text() + "\", near: \"" + near + "\"");
    }

    boolean hasRedundantParentheses() {
        return redundantParentheses;
    }

    Token peek() {
        return tokens.get(at);
    }

    Token take() {
        return tokens.get(at++);
    }

    boolean takeIf(String symbol) {
        if (peek().is(symbol)) {
            at++;
            return true;
        }
        return false;
    }

    boolean takeKeyword(String keyword) {
        if (peek().isKeyword(keyword)) {
            at++;
            return true;
        }
        return false;
    }

    void expect(String symbol) {
        if (!takeIf(symbol)) {
            throw syntaxError(peek());
        }
    }

    void expectEnd() {
        if (peek().kind() != Kind.END) {
            throw syntaxError(peek());
        }
    }

    void countOperator() {
        if (++operators > MAX_OPERATORS) {
            throw error("The expression contains too many operators; operator count: " + operators);
        }
    }

    private void enter() {
        if (++depth > MAX_DEPTH) {
            throw error("The expression is nested too deeply; maximum depth: " + MAX_DEPTH);
        }
    }

    /// The whole text as a condition.
    Syntax condition() {
        Syntax condition = requireCondition(or());
        expectEnd();
        return condition;
    }

    private Syntax requireCondition(Syntax syntax) {
        if (!syntax.isCondition()) {
            throw syntaxError(peek());
        }
        return syntax;
    }

    private Syntax or() {
        enter();
        Syntax left = and();
        while (peek().isKeyword("OR")) {
            requireCondition(left);
            at++;
            countOperator();
            left = new Syntax.Or(left, requireCondition(and()));
        }
        depth--;
        return left;
    }

    private Syntax and() {
        Syntax left = not();
        while (peek().isKeyword("AND")) {
            requireCondition(left);
            at++;
            countOperator();
            left = new Syntax.And(left, requireCondition(not()));
        }
        return left;
    }

    private Syntax not() {
        if (takeKeyword("NOT")) {
            enter();
            countOperator();
            Syntax negated = new Syntax.Not(requireCondition(not()));
            depth--;
            return negated;
        }
        return predicate();
    }

    private Syntax predicate() {
        Syntax left = operandOrParentheses();
        Token token = peek();
        if (isComparator(token)) {
            requireOperand(left, token);
            at++;
            countOperator();
            return new Syntax.Comparison(token.text(), left, operand());
        }
        if (token.isKeyword("BETWEEN")) {
            requireOperand(left, token);
            at++;
            countOperator();
            Syntax low = operand();
            if (!takeKeyword("AND")) {
                throw syntaxError(peek());
            }
            return new Syntax.Between(left, low, operand());
        }
        if (token.isKeyword("IN")) {
            requireOperand(left, token);
            at++;
            countOperator();
            return new Syntax.In(left, inOperands());
        }
        return left;
    }

    private List<Syntax> inOperands() {
        expect("(");
        List<Syntax> candidates = new ArrayList<>();
        do {
            candidates.add(operand());
        } while (takeIf(","));
        expect(")");
        if (candidates.size() > MAX_IN_OPERANDS) {
            throw error("Invalid number of operands for operator IN; operator: IN, number of operands: "
                    + candidates.size());
        }
        return candidates;
    }

    private void requireOperand(Syntax syntax, Token token) {
        if (!syntax.isOperand()) {
            throw syntaxError(token);
        }
    }

    private static boolean isComparator(Token token) {
        return switch (token.text()) {
            case "=", "<>", "<", "<=", ">", ">=" -> true;
            default -> false;
        };
    }

    private Syntax operandOrParentheses() {
        if (!peek().is("(")) {
            return functionValueOrPath();
        }
        at++;
        boolean again = peek().is("(");
        int inner = at;
        Syntax syntax = or();
        if (again && peek().is(")") && closes(inner) == at - 1) {
            redundantParentheses = true;
        }
        expect(")");
        return syntax;
    }

    /// Where the parenthesis that opens at `open` is closed.
    private int closes(int open) {
        int level = 0;
        for (int i = open; i < tokens.size(); i++) {
            if (tokens.get(i).is("(")) {
                level++;
            } else if (tokens.get(i).is(")") && --level == 0) {
                return i;
            }
        }
        return -1;
    }

    /// A value, a path or a function call, perhaps in parentheses.
    Syntax operand() {
        Token token = peek();
        Syntax syntax = operandOrParentheses();
        if (!syntax.isOperand()) {
            throw syntaxError(token);
        }
        return syntax;
    }

    /// What may stand as an operand without parentheses.
    Syntax functionValueOrPath() {
        Token token = peek();
        if (token.kind() == Kind.VALUE) {
            at++;
            return new Syntax.Value(token.text());
        }
        if (token.kind() == Kind.WORD && tokens.get(at + 1).is("(")) {
            at += 2;
            countOperator();
            enter();
            List<Syntax> arguments = new ArrayList<>();
            do {
                arguments.add(operand());
            } while (takeIf(","));
            depth--;
            expect(")");
            return new Syntax.Call(token.text(), arguments);
        }
        return path();
    }

    Syntax.Path path() {
        List<Syntax.Element> elements = new ArrayList<>(2);
        elements.add(name());
        while (true) {
            if (takeIf(".")) {
                elements.add(name());
            } else if (takeIf("[")) {
                elements.add(index());
                expect("]");
            } else {
                return new Syntax.Path(elements);
            }
        }
    }

    private Syntax.Name name() {
        Token token = peek();
        if ((token.kind() != Kind.WORD && token.kind() != Kind.NAME) || isOperatorWord(token)) {
            throw syntaxError(token);
        }
        at++;
        return new Syntax.Name(token.text());
    }

    private static boolean isOperatorWord(Token token) {
        return token.isKeyword("AND")
                || token.isKeyword("OR")
                || token.isKeyword("NOT")
                || token.isKeyword("BETWEEN")
                || token.isKeyword("IN");
    }

    private Syntax.Index index() {
        Token token = take();
        if (token.kind() != Kind.NUMBER) {
            at--;
            throw syntaxError(token);
        }
        if (token.text().length() > MAX_INDEX_DIGITS) {
            throw error("List index is not within the allowable range; index: [" + token.text() + "]");
        }
        return new Syntax.Index(Integer.parseInt(token.text()));
    }
}
