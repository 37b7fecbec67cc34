package dev.virga.kernel.policy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Looks at every statement of every policy, where [Evaluation] stops at the first that decides.
/// Both ask the same [Statement] and [Condition], so that they cannot disagree.
final class Explainer {
    private final RequestContext context;
    private final Evaluation.Policies policies;
    private int statements;
    private boolean cutOff;

    Explainer(RequestContext context, Evaluation.Policies policies) {
        this.context = context;
        this.policies = policies;
    }

    Explanation explain(Evaluation.Outcome outcome) {
        List<Explanation.Policy> all = new ArrayList<>();
        for (Evaluation.Source source : policies.identity()) {
            add(all, source, false);
        }
        add(all, policies.boundary(), false);
        if (policies.session() != null) {
            add(all, source(Explanation.Kind.SESSION, policies.session()), false);
        }
        if (policies.resource() != null) {
            boolean trust = Evaluation.isTrust(context.action());
            Explanation.Kind kind = trust ? Explanation.Kind.TRUST : Explanation.Kind.RESOURCE;
            add(all, source(kind, policies.resource()), true);
        }
        return new Explanation(
                context.caller().arn(),
                context.actionName(),
                context.resource(),
                outcome.allowed(),
                outcome.because(),
                outcome.source(),
                outcome.sid(),
                List.copyOf(all),
                cutOff);
    }

    private static Evaluation.Source source(Explanation.Kind kind, PolicyDocument document) {
        return new Evaluation.Source(kind, kind.words(), null, document);
    }

    private void add(List<Explanation.Policy> all, Evaluation.@Nullable Source source, boolean ofResource) {
        if (source == null) {
            return;
        }
        List<Explanation.Statement> looks = new ArrayList<>();
        Explanation.Says says = Explanation.Says.NOTHING;
        int number = 0;
        for (Statement statement : source.document().statements()) {
            number++;
            if (cutOff || statements == Explanation.MAX_STATEMENTS) {
                cutOff = true;
                break;
            }
            statements++;
            Explanation.Statement look = look(statement, number, ofResource);
            if (look == null) {
                cutOff = true;
                break;
            }
            if (look.says() == Explanation.Says.DENY || says == Explanation.Says.NOTHING) {
                says = look.says();
            }
            looks.add(look);
        }
        all.add(new Explanation.Policy(source.kind(), source.name(), source.owner(), says, List.copyOf(looks)));
    }

    /// Null when it is too costly.
    private Explanation.@Nullable Statement look(Statement statement, int number, boolean ofResource) {
        try {
            Principals principals = statement.principals();
            boolean principal =
                    !ofResource || (principals != null && principals.match(context.caller()) != Principals.Match.NONE);
            boolean action = statement.appliesToAction(context);
            boolean resource = statement.appliesToResource(context);
            List<Explanation.Test> tests = new ArrayList<>();
            boolean holds = true;
            for (Condition condition : statement.conditions()) {
                Explanation.Test test = condition.look(context);
                holds &= test.holds();
                tests.add(test);
            }
            boolean applies = principal && action && resource && holds;
            return new Explanation.Statement(
                    number,
                    statement.sid(),
                    statement.allow(),
                    action,
                    resource,
                    principals == null ? null : principal,
                    List.copyOf(tests),
                    !applies
                            ? Explanation.Says.NOTHING
                            : statement.allow() ? Explanation.Says.ALLOW : Explanation.Says.DENY,
                    statement.notAction(),
                    first(statement.actionNames()),
                    statement.notResource(),
                    first(statement.resources().stream().map(Template::toString).toList()));
        } catch (RequestContext.TooExpensive e) {
            return null;
        }
    }

    static List<String> first(List<String> patterns) {
        if (patterns.size() <= Explanation.MAX_PATTERNS) {
            return patterns;
        }
        List<String> few = new ArrayList<>(patterns.subList(0, Explanation.MAX_PATTERNS));
        few.add("… " + (patterns.size() - Explanation.MAX_PATTERNS) + " more");
        return List.copyOf(few);
    }
}
