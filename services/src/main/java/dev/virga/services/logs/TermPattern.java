package dev.virga.services.logs;

import java.util.ArrayList;
import java.util.List;

/// Words that an event must hold: all of `include`, none of `exclude`, or one of `any` when there
/// is nothing else. Case counts. An empty pattern matches everything.
record TermPattern(List<Term> include, List<Term> exclude, List<Term> any) implements FilterPattern {
    /// A word, a phrase or a regular expression.
    sealed interface Term {
        boolean in(String message);
    }

    record Text(String text) implements Term {
        @Override
        public boolean in(String message) {
            return message.contains(text);
        }
    }

    record Regex(PatternRegex regex) implements Term {
        @Override
        public boolean in(String message) {
            return regex.found(message);
        }
    }

    static TermPattern parse(String text) {
        List<Term> include = new ArrayList<>();
        List<Term> exclude = new ArrayList<>();
        List<Term> any = new ArrayList<>();
        PatternLexer lexer = new PatternLexer(text);
        while (!lexer.done()) {
            List<Term> terms = lexer.take("?") ? any : lexer.take("-") ? exclude : include;
            terms.add(term(lexer));
        }
        return new TermPattern(List.copyOf(include), List.copyOf(exclude), List.copyOf(any));
    }

    private static Term term(PatternLexer lexer) {
        String regex = lexer.regex();
        if (regex != null) {
            return new Regex(PatternRegex.parse(regex));
        }
        String quoted = lexer.quoted();
        String text = quoted == null ? lexer.word("\"") : quoted;
        if (text.isEmpty()) {
            throw FilterPattern.invalid("a term is missing");
        }
        return new Text(text);
    }

    @Override
    public boolean matches(String message) {
        for (Term term : include) {
            if (!term.in(message)) {
                return false;
            }
        }
        for (Term term : exclude) {
            if (term.in(message)) {
                return false;
            }
        }
        if (!include.isEmpty() || !exclude.isEmpty() || any.isEmpty()) {
            return true;
        }
        for (Term term : any) {
            if (term.in(message)) {
                return true;
            }
        }
        return false;
    }
}
