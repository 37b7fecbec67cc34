package dev.virga.services.s3.select;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads `SELECT … FROM S3Object … WHERE … LIMIT …`.
///
/// https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-select-sql-reference-select.html
final class StatementParser {
    static final int MAX_BYTES = 256 << 10;

    /// Of the SELECT list. S3 has a limit, but does not tell it.
    static final int MAX_COLUMNS = 4096;

    private static final String TABLE = "S3Object";
    private static final Set<String> UNSUPPORTED =
            Set.of("GROUP", "ORDER", "HAVING", "JOIN", "INNER", "LEFT", "RIGHT", "FULL", "CROSS", "UNION", "AT", "BY");

    private final Tokens tokens;
    private final ExpressionParser expressions;

    private StatementParser(Tokens tokens) {
        this.tokens = tokens;
        this.expressions = new ExpressionParser(tokens);
    }

    /// @throws dev.virga.wire.AwsException with what is wrong
    static Query parse(String expression) {
        if (expression.length() > MAX_BYTES || expression.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw SelectErrors.error(
                    "ExpressionTooLong",
                    "The SQL expression is too long. The maximum byte-length for the SQL expression is 256 KB.");
        }
        return new StatementParser(new Tokens(Lexer.tokens(expression))).statement();
    }

    /// A column whose name depends on its place.
    private record Selected(Expr value, @Nullable String alias) {}

    private Query statement() {
        if (!tokens.accept("SELECT")) {
            throw SelectErrors.at(
                    "ParseUnsupportedSelect", "The SQL expression has to be a SELECT, but is not", tokens.peek());
        }
        Token first = tokens.peek();
        if (first.is("DISTINCT") || first.is("ALL") || (first.is("VALUE") && startsValue(tokens.peekAfter()))) {
            throw SelectErrors.unsupportedSyntax(first);
        }
        boolean everything = everything();
        List<Selected> selected = everything ? List.of() : columns();
        if (!tokens.accept("FROM")) {
            throw SelectErrors.at(
                    "ParseSelectMissingFrom", "The SQL expression has no FROM after its SELECT list", tokens.peek());
        }
        boolean aggregated = !expressions.aggregates().isEmpty();
        if (aggregated && expressions.pathsOutside() > 0) {
            throw SelectErrors.structure("columns beside an aggregate have to be aggregates as well.");
        }
        List<Step> from = from();
        Step.Name alias = alias(from);
        Expr where = tokens.accept("WHERE") ? expressions.condition() : null;
        Long limit = tokens.accept("LIMIT") ? limit() : null;
        tokens.acceptOperator(";");
        end();
        List<Expr.Path> paths = new ArrayList<>();
        PathBinding binding = new PathBinding(alias, TABLE, paths);
        List<Query.Column> columns = new ArrayList<>();
        for (Selected each : selected) {
            Expr bound = binding.bind(each.value());
            columns.add(new Query.Column(bound, name(each, columns.size() + 1)));
        }
        return new Query(
                columns,
                from,
                alias,
                where == null ? null : binding.bind(where),
                limit,
                expressions.aggregates().stream()
                        .map(aggregate -> (Expr.Aggregate) binding.bind(aggregate))
                        .toList(),
                paths);
    }

    private static boolean startsValue(Token token) {
        return token.kind() == Token.Kind.WORD && !token.is("FROM") && !token.is("AS");
    }

    /// `*`, or `s.*`.
    private boolean everything() {
        boolean all = tokens.acceptOperator("*");
        if (!all && expressions.acceptsWildcard()) {
            all = true;
        }
        if (all && tokens.peek().isOperator(",")) {
            throw SelectErrors.at(
                    "ParseAsteriskIsNotAloneInSelectList",
                    "Other expressions are not allowed in the SELECT list beside * in the SQL expression",
                    tokens.peek());
        }
        return all;
    }

    private List<Selected> columns() {
        if (tokens.peek().is("FROM") || tokens.peek().kind() == Token.Kind.END) {
            throw SelectErrors.at(
                    "ParseEmptySelect", "The SQL expression contains an empty SELECT list", tokens.peek());
        }
        List<Selected> selected = new ArrayList<>();
        do {
            if (selected.size() == MAX_COLUMNS) {
                throw SelectErrors.tooManyColumns();
            }
            if (tokens.peek().isOperator("*") || expressions.acceptsWildcard()) {
                throw SelectErrors.at(
                        "ParseAsteriskIsNotAloneInSelectList",
                        "Other expressions are not allowed in the SELECT list beside * in the SQL expression",
                        tokens.peek());
            }
            Expr value = expressions.expression();
            String alias = null;
            if (tokens.accept("AS")) {
                alias = identifier();
            } else if (ExpressionParser.isName(tokens.peek())) {
                alias = tokens.next().text();
            }
            selected.add(new Selected(value, alias));
        } while (tokens.acceptOperator(","));
        return selected;
    }

    private String identifier() {
        if (!ExpressionParser.isName(tokens.peek())) {
            throw SelectErrors.at(
                    "ParseExpectedIdentForAlias",
                    "Did not find the expected identifier for the alias in the SQL expression",
                    tokens.peek());
        }
        return tokens.next().text();
    }

    private List<Step> from() {
        Token table = tokens.next();
        if (!ExpressionParser.isName(table) || !table.text().equalsIgnoreCase(TABLE)) {
            throw SelectErrors.at(
                    "InvalidDataSource", "The data source of the SQL expression has to be S3Object, but is not", table);
        }
        List<Step> steps = new ArrayList<>();
        Step step = fromStep();
        if (step instanceof Step.Each) {
            // Every record of the object, with or without the asterisk.
            step = fromStep();
        }
        for (; step != null; step = fromStep()) {
            steps.add(step);
            tokens.checkDepth(steps.size());
        }
        return steps;
    }

    private @Nullable Step fromStep() {
        if (tokens.peek().isOperator("[") && tokens.peekAfter().isOperator("*")) {
            tokens.next();
            tokens.next();
            tokens.expectOperator("]");
            return new Step.Each();
        }
        return expressions.step();
    }

    private Step.Name alias(List<Step> from) {
        Token token = tokens.peek();
        if (tokens.accept("AS")) {
            token = tokens.peek();
            return new Step.Name(identifier(), token.kind() == Token.Kind.QUOTED);
        }
        if (ExpressionParser.isName(token) && !UNSUPPORTED.contains(upper(token))) {
            tokens.next();
            return new Step.Name(token.text(), token.kind() == Token.Kind.QUOTED);
        }
        return !from.isEmpty() && from.getLast() instanceof Step.Name last ? last : new Step.Name(TABLE, false);
    }

    private static String upper(Token token) {
        return token.kind() == Token.Kind.WORD ? Letters.upper(token.text()) : "";
    }

    private long limit() {
        boolean negative = tokens.acceptOperator("-");
        Token number = tokens.next();
        if (number.kind() != Token.Kind.NUMBER || !(Values.parse(number.text()) instanceof Long limit)) {
            throw SelectErrors.at(
                    "ParseExpectedNumber", "Did not find the expected number in the SQL expression", number);
        }
        if (negative && limit != 0) {
            throw SelectErrors.error("EvaluatorNegativeLimit", "The LIMIT of the SQL expression must not be negative.");
        }
        return limit;
    }

    private void end() {
        Token token = tokens.peek();
        if (token.kind() == Token.Kind.END) {
            return;
        }
        if (token.isOperator(",")) {
            throw SelectErrors.error(
                    "MultipleDataSourcesUnsupported", "Multiple data sources are not supported in the SQL expression.");
        }
        throw UNSUPPORTED.contains(upper(token)) ? SelectErrors.unsupportedSyntax(token) : tokens.unexpected();
    }

    private static String name(Selected selected, int place) {
        if (selected.alias() != null) {
            return selected.alias();
        }
        if (selected.value() instanceof Expr.Path(List<Step> steps) && steps.getLast() instanceof Step.Name last) {
            return last.name();
        }
        return "_" + place;
    }
}
