package dev.virga.services.logs;

import java.util.ArrayList;
import java.util.List;

/// Words that an event must hold: all of `include`, none of `exclude`, or one of `any` when there
/// is nothing else.
/// Case counts. An empty pattern matches everything.
record TermPattern(List<String> include, List<String> exclude, List<String> any) implements FilterPattern {
    static TermPattern parse(String text) {
        List<String> include = new ArrayList<>();
        List<String> exclude = new ArrayList<>();
        List<String> any = new ArrayList<>();
        PatternLexer lexer = new PatternLexer(text);
        while (!lexer.done()) {
            List<String> terms = lexer.take("?") ? any : lexer.take("-") ? exclude : include;
            String term = lexer.quoted();
            if (term == null) {
                term = word(lexer);
            }
            terms.add(term);
        }
        return new TermPattern(List.copyOf(include), List.copyOf(exclude), List.copyOf(any));
    }

    private static String word(PatternLexer lexer) {
        String word = lexer.word("\"");
        if (word.isEmpty()) {
            throw FilterPattern.invalid("a term is missing");
        }
        if (word.startsWith("%")) {
            throw LogsErrors.notImplemented("FilterLogEvents", "a regular expression in filterPattern");
        }
        return word;
    }

    @Override
    public boolean matches(String message) {
        for (String term : include) {
            if (!message.contains(term)) {
                return false;
            }
        }
        for (String term : exclude) {
            if (message.contains(term)) {
                return false;
            }
        }
        if (!include.isEmpty() || !exclude.isEmpty() || any.isEmpty()) {
            return true;
        }
        for (String term : any) {
            if (message.contains(term)) {
                return true;
            }
        }
        return false;
    }
}
