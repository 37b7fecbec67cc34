package dev.virga.services.s3.select;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads expressions, by the precedence of operators:
///
///     OR   AND   NOT   = < IN LIKE BETWEEN IS   ||   + -   * / %   - (sign)
final class ExpressionParser {
    private static final Set<String> RESERVED = Set.of(
            "SELECT", "FROM", "WHERE", "LIMIT", "AND", "OR", "NOT", "IN", "BETWEEN", "LIKE", "ESCAPE", "IS", "NULL",
            "MISSING", "AS", "CASE", "WHEN", "THEN", "ELSE", "END", "CAST", "TRUE", "FALSE");
    /// In the SELECT list.
    static final int MAX_AGGREGATES = 1024;

    /// Of a list that is a value.
    static final int MAX_ITEMS = 1024;

    private static final Set<String> COMPARISONS = Set.of("=", "<>", "!=", "<", "<=", ">", ">=");

    private final Tokens tokens;
    private final CallParser calls;
    private final List<Expr.Aggregate> aggregates = new ArrayList<>();
    private int pathsOutside;
    private boolean inAggregate;
    private boolean aggregatesAllowed = true;

    ExpressionParser(Tokens tokens) {
        this.tokens = tokens;
        this.calls = new CallParser(tokens, this);
    }

    static boolean isName(Token token) {
        return token.kind() == Token.Kind.QUOTED
                || (token.kind() == Token.Kind.WORD && !RESERVED.contains(Letters.upper(token.text())));
    }

    List<Expr.Aggregate> aggregates() {
        return aggregates;
    }

    /// How many paths there were that no aggregate is about.
    int pathsOutside() {
        return pathsOutside;
    }

    /// What follows WHERE.
    Expr condition() {
        aggregatesAllowed = false;
        return expression();
    }

    /// `s.*`, which is consumed.
    boolean acceptsWildcard() {
        if (!isName(tokens.peek()) || !tokens.peekAfter().isOperator(".")) {
            return false;
        }
        Tokens.Mark mark = tokens.mark();
        tokens.next();
        tokens.next();
        if (tokens.acceptOperator("*")) {
            return true;
        }
        tokens.reset(mark);
        return false;
    }

    Expr expression() {
        tokens.enter();
        List<Expr> terms = new ArrayList<>();
        do {
            terms.add(and());
        } while (tokens.accept("OR"));
        tokens.leave();
        return terms.size() == 1 ? terms.getFirst() : new Expr.Or(terms);
    }

    private Expr and() {
        List<Expr> terms = new ArrayList<>();
        do {
            terms.add(not());
        } while (tokens.accept("AND"));
        return terms.size() == 1 ? terms.getFirst() : new Expr.And(terms);
    }

    private Expr not() {
        if (!tokens.accept("NOT")) {
            return predicate();
        }
        tokens.enter();
        Expr value = not();
        tokens.leave();
        return new Expr.Not(value);
    }

    private Expr predicate() {
        Expr left = concat();
        for (int links = 0; ; links++) {
            tokens.checkDepth(links);
            Token token = tokens.peek();
            if (token.kind() == Token.Kind.OPERATOR && COMPARISONS.contains(token.text())) {
                tokens.next();
                left = new Expr.Comparison(left, token.text().equals("!=") ? "<>" : token.text(), concat());
            } else if (tokens.accept("IS")) {
                left = is(left);
            } else if (token.is("NOT") && startsTest(tokens.peekAfter())) {
                tokens.next();
                left = test(left, true);
            } else if (startsTest(token)) {
                left = test(left, false);
            } else {
                return left;
            }
        }
    }

    private static boolean startsTest(Token token) {
        return token.is("IN") || token.is("BETWEEN") || token.is("LIKE");
    }

    private Expr is(Expr value) {
        boolean negated = tokens.accept("NOT");
        if (tokens.accept("NULL")) {
            return new Expr.IsNull(value, false, negated);
        }
        if (tokens.accept("MISSING")) {
            return new Expr.IsNull(value, true, negated);
        }
        throw SelectErrors.unsupportedSyntax(tokens.peek());
    }

    private Expr test(Expr value, boolean negated) {
        if (tokens.accept("IN")) {
            return in(value, negated);
        }
        if (tokens.accept("BETWEEN")) {
            Expr low = concat();
            tokens.expect("AND");
            return new Expr.Between(value, low, concat(), negated);
        }
        tokens.expect("LIKE");
        Expr pattern = concat();
        Expr escape = tokens.accept("ESCAPE") ? concat() : null;
        return new Expr.Like(value, pattern, escape, constant(pattern, escape), negated);
    }

    private Expr in(Expr value, boolean negated) {
        boolean brackets = tokens.acceptOperator("[");
        if (!brackets && !tokens.acceptOperator("(")) {
            return new Expr.In(value, List.of(concat()), negated);
        }
        List<Expr> among = new ArrayList<>();
        do {
            among.add(expression());
        } while (tokens.acceptOperator(","));
        tokens.expectOperator(brackets ? "]" : ")");
        return new Expr.In(value, among, negated);
    }

    private static @Nullable LikePattern constant(Expr pattern, @Nullable Expr escape) {
        if (!(pattern instanceof Expr.Literal(Object value)) || !(value instanceof String text)) {
            return null;
        }
        if (escape == null) {
            return LikePattern.compile(text, "");
        }
        return escape instanceof Expr.Literal(Object by) && by instanceof String character
                ? LikePattern.compile(text, character)
                : null;
    }

    private Expr concat() {
        Expr first = additive();
        if (!tokens.peek().isOperator("||")) {
            return first;
        }
        List<Expr> terms = new ArrayList<>(List.of(first));
        while (tokens.acceptOperator("||")) {
            terms.add(additive());
        }
        return new Expr.Concat(terms);
    }

    private Expr additive() {
        Expr first = multiplicative();
        List<Expr.Operation> rest = new ArrayList<>();
        while (tokens.peek().isOperator("+") || tokens.peek().isOperator("-")) {
            char operator = tokens.next().text().charAt(0);
            rest.add(new Expr.Operation(operator, multiplicative()));
        }
        return rest.isEmpty() ? first : new Expr.Arithmetic(first, rest);
    }

    private Expr multiplicative() {
        Expr first = signed();
        List<Expr.Operation> rest = new ArrayList<>();
        while (tokens.peek().isOperator("*")
                || tokens.peek().isOperator("/")
                || tokens.peek().isOperator("%")) {
            char operator = tokens.next().text().charAt(0);
            rest.add(new Expr.Operation(operator, signed()));
        }
        return rest.isEmpty() ? first : new Expr.Arithmetic(first, rest);
    }

    private Expr signed() {
        boolean minus = tokens.acceptOperator("-");
        if (!minus && !tokens.acceptOperator("+")) {
            return primary();
        }
        tokens.enter();
        Expr value = signed();
        tokens.leave();
        return minus ? new Expr.Negation(value) : value;
    }

    private Expr primary() {
        Token token = tokens.peek();
        switch (token.kind()) {
            case NUMBER, STRING, ION -> {
                return new Expr.Literal(Literals.read(tokens.next()));
            }
            case OPERATOR -> {
                return group();
            }
            case QUOTED -> {
                return path();
            }
            case END ->
                throw SelectErrors.at("ParseExpectedExpression", "Did not find the expected SQL expression", token);
            case WORD -> {
                return word(token);
            }
        }
        throw tokens.unexpected();
    }

    private Expr group() {
        if (tokens.acceptOperator("(")) {
            Expr inner = expression();
            if (!tokens.peek().isOperator(",")) {
                tokens.expectOperator(")");
                return inner;
            }
            List<Expr> items = new ArrayList<>(List.of(inner));
            while (tokens.acceptOperator(",")) {
                addItem(items);
            }
            tokens.expectOperator(")");
            return new Expr.ListOf(items);
        }
        if (tokens.acceptOperator("[")) {
            List<Expr> items = new ArrayList<>();
            if (!tokens.acceptOperator("]")) {
                do {
                    addItem(items);
                } while (tokens.acceptOperator(","));
                tokens.expectOperator("]");
            }
            return new Expr.ListOf(items);
        }
        throw SelectErrors.at(
                "ParseUnexpectedOperator", "The SQL expression contains an unexpected operator", tokens.peek());
    }

    private void addItem(List<Expr> items) {
        if (items.size() == MAX_ITEMS) {
            throw SelectErrors.structure("a list has at most " + MAX_ITEMS + " items.");
        }
        items.add(expression());
    }

    private Expr word(Token token) {
        if (tokens.accept("TRUE")) {
            return new Expr.Literal(true);
        }
        if (tokens.accept("FALSE")) {
            return new Expr.Literal(false);
        }
        if (tokens.accept("NULL")) {
            return new Expr.Literal(null);
        }
        if (tokens.accept("MISSING")) {
            return new Expr.Literal(Values.Missing.MISSING);
        }
        if (tokens.accept("CASE")) {
            return calls.caseOf();
        }
        if (tokens.accept("CAST")) {
            return calls.cast();
        }
        if (!isName(token)) {
            throw SelectErrors.at("ParseUnexpectedKeyword", "The SQL expression contains an unexpected keyword", token);
        }
        return tokens.peekAfter().isOperator("(") ? calls.call() : path();
    }

    private Expr path() {
        List<Step> steps = new ArrayList<>();
        Token first = tokens.next();
        steps.add(new Step.Name(first.text(), first.kind() == Token.Kind.QUOTED));
        for (Step step = step(); step != null; step = step()) {
            steps.add(step);
        }
        if (!inAggregate) {
            pathsOutside++;
        }
        return new Expr.Path(steps);
    }

    /// `.name`, `[0]` or `['name']`; null when there is none.
    @Nullable
    Step step() {
        if (tokens.acceptOperator(".")) {
            Token name = tokens.next();
            if (name.kind() != Token.Kind.WORD && name.kind() != Token.Kind.QUOTED) {
                throw SelectErrors.at(
                        "ParseInvalidPathComponent", "The SQL expression contains an invalid path component", name);
            }
            return new Step.Name(name.text(), name.kind() == Token.Kind.QUOTED);
        }
        if (!tokens.acceptOperator("[")) {
            return null;
        }
        Token inside = tokens.next();
        if (inside.kind() == Token.Kind.STRING) {
            tokens.expectOperator("]");
            return new Step.Name(inside.text(), true);
        }
        if (inside.kind() != Token.Kind.NUMBER
                || !(Values.parse(inside.text()) instanceof Long index)
                || index > Integer.MAX_VALUE) {
            throw SelectErrors.at(
                    "ParseInvalidPathComponent", "The SQL expression contains an invalid path component", inside);
        }
        tokens.expectOperator("]");
        return new Step.Index(index.intValue());
    }

    /// The argument of an aggregate follows, up to the closing parenthesis.
    Expr aggregate(Expr.AggregateKind kind, Token name) {
        if (inAggregate || !aggregatesAllowed) {
            throw SelectErrors.at(
                    "UnsupportedSqlStructure", "An aggregate is not possible here in the SQL expression", name);
        }
        if (aggregates.size() == MAX_AGGREGATES) {
            throw SelectErrors.structure("there are at most " + MAX_AGGREGATES + " aggregates.");
        }
        Expr argument = null;
        if (tokens.acceptOperator("*")) {
            if (kind != Expr.AggregateKind.COUNT) {
                throw SelectErrors.at(
                        "ParseUnsupportedCallWithStar",
                        "Only COUNT with (*) as a parameter is supported in the SQL expression",
                        name);
            }
        } else {
            inAggregate = true;
            argument = expression();
            inAggregate = false;
        }
        if (tokens.peek().isOperator(",")) {
            throw SelectErrors.at(
                    "ParseNonUnaryAgregateFunctionCall",
                    "Only one argument is supported for aggregate functions in the SQL expression",
                    tokens.peek());
        }
        tokens.expectOperator(")");
        Expr.Aggregate aggregate = new Expr.Aggregate(aggregates.size(), kind, argument);
        aggregates.add(aggregate);
        return aggregate;
    }
}
