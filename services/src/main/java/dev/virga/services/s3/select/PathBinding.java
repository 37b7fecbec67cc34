package dev.virga.services.s3.select;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Takes the alias off the paths of an expression, once it is known: `s.name` becomes `name` of the
/// record.
///
/// @param found gets every path
record PathBinding(Step.Name alias, String table, List<Expr.Path> found) {
    Expr bind(Expr expr) {
        return switch (expr) {
            case Expr.Literal literal -> literal;
            case Expr.Path(List<Step> steps) -> path(steps);
            case Expr.And(List<Expr> terms) -> new Expr.And(all(terms));
            case Expr.Or(List<Expr> terms) -> new Expr.Or(all(terms));
            case Expr.Not(Expr value) -> new Expr.Not(bind(value));
            case Expr.Comparison(Expr left, String operator, Expr right) ->
                new Expr.Comparison(bind(left), operator, bind(right));
            case Expr.IsNull(Expr value, boolean missing, boolean negated) ->
                new Expr.IsNull(bind(value), missing, negated);
            case Expr.In(Expr value, List<Expr> among, boolean negated) ->
                new Expr.In(bind(value), all(among), negated);
            case Expr.Between(Expr value, Expr low, Expr high, boolean negated) ->
                new Expr.Between(bind(value), bind(low), bind(high), negated);
            case Expr.Like like ->
                new Expr.Like(
                        bind(like.value()),
                        bind(like.pattern()),
                        optional(like.escape()),
                        like.constant(),
                        like.negated());
            case Expr.Concat(List<Expr> terms) -> new Expr.Concat(all(terms));
            case Expr.Arithmetic(Expr first, List<Expr.Operation> rest) ->
                new Expr.Arithmetic(
                        bind(first),
                        rest.stream()
                                .map(each -> new Expr.Operation(each.operator(), bind(each.value())))
                                .toList());
            case Expr.Negation(Expr value) -> new Expr.Negation(bind(value));
            case Expr.ListOf(List<Expr> items) -> new Expr.ListOf(all(items));
            case Expr.Case(Expr subject, List<Expr.When> whens, Expr otherwise) ->
                new Expr.Case(
                        optional(subject),
                        whens.stream()
                                .map(when -> new Expr.When(bind(when.condition()), bind(when.result())))
                                .toList(),
                        optional(otherwise));
            case Expr.Cast(Expr value, CastType to) -> new Expr.Cast(bind(value), to);
            case Expr.Call(Function function, List<Expr> arguments) -> new Expr.Call(function, all(arguments));
            case Expr.DateCall(Function function, DatePart part, List<Expr> arguments) ->
                new Expr.DateCall(function, part, all(arguments));
            case Expr.Trim(Expr.TrimKind kind, Expr characters, Expr value) ->
                new Expr.Trim(kind, optional(characters), bind(value));
            case Expr.Aggregate(int slot, Expr.AggregateKind kind, Expr argument) ->
                new Expr.Aggregate(slot, kind, optional(argument));
        };
    }

    private List<Expr> all(List<Expr> each) {
        return each.stream().map(this::bind).toList();
    }

    private @Nullable Expr optional(@Nullable Expr expr) {
        return expr == null ? null : bind(expr);
    }

    private Expr.Path path(List<Step> steps) {
        boolean means = steps.getFirst() instanceof Step.Name first
                && (alias.matches(first.name())
                        || first.matches(alias.name())
                        || first.name().equalsIgnoreCase(table));
        Expr.Path path = means ? new Expr.Path(steps.subList(1, steps.size())) : new Expr.Path(steps);
        found.add(path);
        return path;
    }
}
