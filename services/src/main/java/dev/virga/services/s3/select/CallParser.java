package dev.virga.services.s3.select;

import dev.virga.wire.AwsException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads what has parentheses of its own: functions, CAST, CASE.
final class CallParser {
    /// Digits of a decimal.
    private static final int MAX_PRECISION = 38;

    private final Tokens tokens;
    private final ExpressionParser expressions;

    CallParser(Tokens tokens, ExpressionParser expressions) {
        this.tokens = tokens;
        this.expressions = expressions;
    }

    /// At the name of the function.
    Expr call() {
        Token name = tokens.next();
        tokens.expectOperator("(");
        Expr.AggregateKind aggregate = aggregate(name.text());
        if (aggregate != null) {
            return expressions.aggregate(aggregate, name);
        }
        if (name.is("TRIM")) {
            return trim();
        }
        Function function = Function.named(name.text());
        if (function == null) {
            throw SelectErrors.at("UnsupportedFunction", "The SQL expression contains an unsupported function", name);
        }
        return switch (function) {
            case DATE_ADD, DATE_DIFF -> {
                DatePart part = datePart(false);
                if (!tokens.acceptOperator(",")) {
                    throw delimiter();
                }
                yield new Expr.DateCall(function, part, arguments(function));
            }
            case EXTRACT -> {
                DatePart part = datePart(true);
                tokens.expect("FROM");
                yield new Expr.DateCall(function, part, arguments(function));
            }
            case SUBSTRING -> substring();
            default -> new Expr.Call(function, arguments(function));
        };
    }

    private static Expr.@Nullable AggregateKind aggregate(String name) {
        String upper = Letters.upper(name);
        return Arrays.stream(Expr.AggregateKind.values())
                .filter(kind -> kind.name().equals(upper))
                .findFirst()
                .orElse(null);
    }

    private List<Expr> arguments(Function function) {
        List<Expr> arguments = new ArrayList<>();
        if (!tokens.acceptOperator(")")) {
            do {
                arguments.add(expressions.expression());
            } while (tokens.acceptOperator(","));
            close();
        }
        function.checkCount(arguments.size());
        return arguments;
    }

    private void close() {
        if (!tokens.acceptOperator(")")) {
            throw SelectErrors.at(
                    "ParseExpectedRightParenBuiltinFunctionCall",
                    "Did not find the expected right parenthesis of a function call in the SQL expression",
                    tokens.peek());
        }
    }

    private AwsException delimiter() {
        return SelectErrors.at(
                "ParseExpectedArgumentDelimiter",
                "Did not find the expected argument delimiter in the SQL expression",
                tokens.peek());
    }

    private DatePart datePart(boolean zones) {
        Token token = tokens.next();
        DatePart part = token.kind() == Token.Kind.WORD ? DatePart.named(token.text()) : null;
        if (part == null || (part.isZone() && !zones)) {
            throw SelectErrors.at(
                    "ParseExpectedDatePart", "Did not find the expected date part in the SQL expression", token);
        }
        return part;
    }

    /// With commas, or `FROM` and `FOR`.
    private Expr substring() {
        List<Expr> arguments = new ArrayList<>();
        arguments.add(expressions.expression());
        boolean words = tokens.accept("FROM");
        if (!words && !tokens.acceptOperator(",")) {
            throw delimiter();
        }
        arguments.add(expressions.expression());
        if (words ? tokens.accept("FOR") : tokens.acceptOperator(",")) {
            arguments.add(expressions.expression());
        }
        close();
        return new Expr.Call(Function.SUBSTRING, arguments);
    }

    /// `TRIM(' a ')`, `TRIM(LEADING FROM ' a ')`, `TRIM(BOTH '12' FROM '1112211foo22211122')`.
    private Expr trim() {
        Expr.TrimKind kind = null;
        for (Expr.TrimKind each : Expr.TrimKind.values()) {
            if (kind == null
                    && tokens.peek().is(each.name())
                    && !tokens.peekAfter().isOperator(")")) {
                tokens.next();
                kind = each;
            }
        }
        Expr characters = null;
        Expr value;
        if (tokens.accept("FROM")) {
            value = expressions.expression();
        } else {
            value = expressions.expression();
            if (tokens.accept("FROM")) {
                characters = value;
                value = expressions.expression();
            }
        }
        close();
        return new Expr.Trim(kind == null ? Expr.TrimKind.BOTH : kind, characters, value);
    }

    Expr cast() {
        if (!tokens.acceptOperator("(")) {
            throw SelectErrors.at(
                    "ParseExpectedLeftParenAfterCast",
                    "Did not find the expected left parenthesis after CAST in the SQL expression",
                    tokens.peek());
        }
        Expr value = expressions.expression();
        tokens.expect("AS");
        Token name = tokens.next();
        CastType.Kind kind = name.kind() == Token.Kind.WORD ? CastType.named(name.text()) : null;
        if (kind == null) {
            throw SelectErrors.at(
                    "ParseExpectedTypeName", "Did not find the expected type name in the SQL expression", name);
        }
        Integer first = null;
        Integer second = null;
        if (tokens.acceptOperator("(")) {
            first = typeParameter();
            second = tokens.acceptOperator(",") ? typeParameter() : null;
            tokens.expectOperator(")");
        }
        if ((second != null && kind != CastType.Kind.DECIMAL)
                || (first != null && kind != CastType.Kind.DECIMAL && kind != CastType.Kind.STRING)) {
            throw SelectErrors.at("ParseCastArity", "The SQL expression CAST has incorrect arity", name);
        }
        if (kind == CastType.Kind.DECIMAL
                && first != null
                && (first < 1 || first > MAX_PRECISION || (second != null && second > first))) {
            throw invalidTypeParameter(name);
        }
        tokens.expectOperator(")");
        return new Expr.Cast(
                value,
                kind == CastType.Kind.DECIMAL ? new CastType(kind, first, second) : new CastType(kind, null, null));
    }

    private int typeParameter() {
        Token token = tokens.next();
        if (token.kind() != Token.Kind.NUMBER
                || !(Values.parse(token.text()) instanceof Long number)
                || number > Values.MAX_LENGTH) {
            throw invalidTypeParameter(token);
        }
        return number.intValue();
    }

    private static AwsException invalidTypeParameter(Token token) {
        return SelectErrors.at(
                "ParseInvalidTypeParam", "The SQL expression contains an invalid parameter value", token);
    }

    /// After CASE.
    Expr caseOf() {
        Expr subject = tokens.peek().is("WHEN") ? null : expressions.expression();
        List<Expr.When> whens = new ArrayList<>();
        while (tokens.accept("WHEN")) {
            Expr condition = expressions.expression();
            tokens.expect("THEN");
            whens.add(new Expr.When(condition, expressions.expression()));
        }
        if (whens.isEmpty()) {
            throw SelectErrors.at(
                    "ParseExpectedWhenClause",
                    "Did not find the expected WHEN clause of CASE in the SQL expression",
                    tokens.peek());
        }
        Expr otherwise = tokens.accept("ELSE") ? expressions.expression() : null;
        tokens.expect("END");
        return new Expr.Case(subject, whens, otherwise);
    }
}
