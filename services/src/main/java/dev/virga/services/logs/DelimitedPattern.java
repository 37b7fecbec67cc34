package dev.virga.services.logs;

import java.util.ArrayList;
import java.util.List;

/// `[ip, user, ..., status >= 400 && status < 500, bytes]`: fields between spaces; what stands in
/// quotes or in brackets is one field. `...` stands for any number of fields.
///
/// @param before fields in front of `...`, or all
/// @param after fields behind `...`
/// @param ellipsis whether there is one
record DelimitedPattern(List<Field> before, List<Field> after, boolean ellipsis) implements FilterPattern {
    private static final int MAX_FIELDS = 1024;

    record Condition(String operator, PatternValue value) {}

    /// @param any one inner list must hold entirely; empty when nothing is asked
    record Field(List<List<Condition>> any) {
        boolean matches(String actual) {
            for (List<Condition> all : any) {
                if (all.stream().allMatch(c -> c.value().compare(c.operator(), actual))) {
                    return true;
                }
            }
            return any.isEmpty();
        }
    }

    static DelimitedPattern parse(String text) {
        PatternLexer lexer = new PatternLexer(text);
        lexer.expect("[");
        List<Field> before = new ArrayList<>();
        List<Field> after = new ArrayList<>();
        boolean ellipsis = false;
        do {
            if (lexer.take("...")) {
                if (ellipsis) {
                    throw FilterPattern.invalid("'...' may stand only once");
                }
                ellipsis = true;
            } else {
                (ellipsis ? after : before).add(field(lexer));
            }
        } while (lexer.take(","));
        lexer.expect("]");
        if (!lexer.done()) {
            throw FilterPattern.invalid("text behind ']'");
        }
        return new DelimitedPattern(List.copyOf(before), List.copyOf(after), ellipsis);
    }

    private static Field field(PatternLexer lexer) {
        String name = lexer.word(",]=!<>&|");
        List<List<Condition>> any = new ArrayList<>();
        String operator = lexer.operator();
        if (operator == null) {
            if (name.isEmpty()) {
                throw FilterPattern.invalid("a field name is missing");
            }
            return new Field(List.of());
        }
        List<Condition> all = new ArrayList<>();
        while (true) {
            all.add(new Condition(operator, PatternValue.parse(lexer, ",]&|")));
            boolean and = lexer.take("&&");
            if (!and) {
                any.add(List.copyOf(all));
                all.clear();
                if (!lexer.take("||")) {
                    return new Field(List.copyOf(any));
                }
            }
            lexer.word(",]=!<>&|");
            operator = lexer.operator();
            if (operator == null) {
                throw FilterPattern.invalid("a comparison is missing");
            }
        }
    }

    @Override
    public boolean matches(String message) {
        List<String> fields = split(message);
        int wanted = before.size() + after.size();
        if (ellipsis ? fields.size() < wanted : fields.size() != wanted) {
            return false;
        }
        for (int i = 0; i < before.size(); i++) {
            if (!before.get(i).matches(fields.get(i))) {
                return false;
            }
        }
        int skip = fields.size() - after.size();
        for (int i = 0; i < after.size(); i++) {
            if (!after.get(i).matches(fields.get(skip + i))) {
                return false;
            }
        }
        return true;
    }

    static List<String> split(String message) {
        List<String> fields = new ArrayList<>();
        int at = 0;
        while (at < message.length() && fields.size() < MAX_FIELDS) {
            char c = message.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
                continue;
            }
            char close = c == '"' ? '"' : c == '[' ? ']' : ' ';
            int end = close == ' ' ? -1 : message.indexOf(close, at + 1);
            if (end >= 0) {
                fields.add(message.substring(at + 1, end));
                at = end + 1;
                continue;
            }
            int stop = at;
            while (stop < message.length() && !Character.isWhitespace(message.charAt(stop))) {
                stop++;
            }
            fields.add(message.substring(at, stop));
            at = stop;
        }
        return fields;
    }
}
