package dev.virga.app.admin;

import dev.virga.kernel.policy.Explanation;
import dev.virga.kernel.policy.Explanation.Says;
import java.util.ArrayList;
import java.util.List;

/// An explanation for people: a line for each statement with what matched, and what to do.
final class ExplanationText {
    private static final int LABEL = 34;

    private final TextStream out;
    private final Colours colours;

    ExplanationText(TextStream out, Colours colours) {
        this.out = out;
        this.colours = colours;
    }

    void print(Explanation it) {
        out.line("  who       " + it.principal());
        out.line("  wants     " + colours.bold(it.action()));
        out.line("  on        " + it.resource());
        out.line("");
        if (it.policies().isEmpty()) {
            out.line("  No policy speaks of it.");
        } else {
            out.line(colours.dim(
                    row("POLICY, STATEMENT", "EFFECT", "ACTION", "RESOURCE", "PRINCIPAL", "CONDITION", "SAYS")));
        }
        for (Explanation.Policy policy : it.policies()) {
            String owner = policy.owner() == null ? "" : " (" + policy.owner() + ")";
            boolean named = !policy.name().equals(policy.kind().words());
            out.line("  " + policy.kind().words() + (named ? " " + colours.bold(policy.name()) : "") + owner);
            policy.statements().forEach(this::print);
        }
        if (it.cutOff()) {
            out.line("  … and further statements");
        }
        out.line("");
        if (it.allowed()) {
            String by = it.source() == null ? "" : " by " + it.source();
            String sid = it.sid() == null || it.sid().isEmpty() ? "" : ", statement " + it.sid();
            out.line(colours.green("Allowed") + by + sid + ".");
            return;
        }
        out.line(colours.red("Refused") + ", " + it.because() + ".");
        nearMiss(it);
        Advice advice = Advice.on(it);
        out.line("");
        out.line(advice.text());
        if (advice.statement() != null) {
            out.line("  " + advice.statement());
        }
    }

    private void print(Explanation.Statement it) {
        boolean hold = it.tests().stream().allMatch(Explanation.Test::holds);
        String line = row(
                "  " + it.label(),
                it.allow() ? "Allow" : "Deny",
                word(it.action()),
                word(it.resource()),
                it.principal() == null ? "-" : word(it.principal()),
                it.tests().isEmpty() ? "-" : word(hold),
                switch (it.says()) {
                    case ALLOW -> "allowed";
                    case DENY -> "denied";
                    case NOTHING -> "nothing";
                });
        out.line(it.says() == Says.ALLOW ? colours.green(line) : it.says() == Says.DENY ? colours.red(line) : line);
        if (!it.action() || it.says() != Says.NOTHING) {
            detail(it.notAction() ? "all but" : "actions", it.actions());
        }
        if (!it.resource() || it.says() != Says.NOTHING) {
            detail(it.notResource() ? "on all but" : "on", it.resources());
        }
        for (Explanation.Test test : it.tests()) {
            String has = test.actual() == null ? "the request has none" : "the request has " + list(test.actual());
            String text = test.operator() + " " + test.key() + " " + list(test.expected()) + ": " + has;
            out.line("        " + (test.holds() ? colours.dim(text) : colours.red(text)));
        }
    }

    private void detail(String title, List<String> patterns) {
        if (!patterns.isEmpty()) {
            out.line(colours.dim("        " + title + " " + String.join(", ", patterns)));
        }
    }

    /// Statements that fail in one point only are what people look for.
    private void nearMiss(Explanation it) {
        List<String> near = new ArrayList<>();
        for (Explanation.Policy policy : it.policies()) {
            for (Explanation.Statement each : policy.statements()) {
                if (!each.allow() || each.says() != Says.NOTHING || !each.action()) {
                    continue;
                }
                String what = "Statement " + each.label() + " of " + policy.name() + " allows the action, but ";
                if (!each.resource()) {
                    near.add(what + "on other resources: " + String.join(", ", each.resources()));
                } else if (Boolean.FALSE.equals(each.principal())) {
                    near.add(what + "to others");
                } else {
                    near.add(what + "under a condition that does not hold");
                }
            }
        }
        near.forEach(line -> out.line(line + "."));
    }

    private static String list(List<String> values) {
        return values.size() == 1 ? values.getFirst() : values.toString();
    }

    private static String word(boolean matches) {
        return matches ? "yes" : "no";
    }

    private static String row(
            String label,
            String effect,
            String action,
            String resource,
            String principal,
            String condition,
            String says) {
        return String.format(
                "  %-" + LABEL + "s %-6s %-6s %-8s %-9s %-9s %s",
                label,
                effect,
                action,
                resource,
                principal,
                condition,
                says);
    }
}
