package dev.virga.kernel.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The JSON of a policy document. Unlike a general reader it refuses what must not be read in two
/// ways: a key that is there twice, `null`, and anything after the end.
///
/// Reads in one pass; [#MAX_DEPTH] bounds its recursion. Not safe for use by several threads at
/// once.
final class PolicyJson {
    /// Policies need seven.
    static final int MAX_DEPTH = 16;

    sealed interface Node {}

    /// @param from where its quotation begins
    /// @param to behind the quotation
    record Text(String value, int from, int to) implements Node {}

    /// A number or a boolean, as it was written.
    record Scalar(String value) implements Node {}

    record Items(List<Node> values) implements Node {}

    record Fields(Map<String, Node> values) implements Node {}

    private final String in;
    private int at;

    private PolicyJson(String in) {
        this.in = in;
    }

    static Node read(String text) {
        PolicyJson reader = new PolicyJson(text);
        Node node = reader.value(1);
        reader.space();
        if (reader.at != text.length()) {
            throw PolicyErrors.syntax();
        }
        return node;
    }

    private Node value(int depth) {
        if (depth > MAX_DEPTH) {
            throw PolicyErrors.syntax();
        }
        space();
        return switch (peek()) {
            case '{' -> fields(depth);
            case '[' -> items(depth);
            case '"' -> {
                int from = at;
                String value = string();
                yield new Text(value, from, at);
            }
            default -> new Scalar(scalar());
        };
    }

    private Node fields(int depth) {
        at++;
        Map<String, Node> values = new LinkedHashMap<>();
        space();
        if (peek() == '}') {
            at++;
            return new Fields(values);
        }
        while (true) {
            space();
            String key = string();
            space();
            expect(':');
            if (values.put(key, value(depth + 1)) != null) {
                throw PolicyErrors.syntax();
            }
            space();
            if (peek() == '}') {
                at++;
                return new Fields(values);
            }
            expect(',');
        }
    }

    private Node items(int depth) {
        at++;
        List<Node> values = new ArrayList<>();
        space();
        if (peek() == ']') {
            at++;
            return new Items(values);
        }
        while (true) {
            values.add(value(depth + 1));
            space();
            if (peek() == ']') {
                at++;
                return new Items(values);
            }
            expect(',');
        }
    }

    private String string() {
        expect('"');
        StringBuilder text = new StringBuilder();
        while (true) {
            char c = peek();
            at++;
            if (c == '"') {
                return text.toString();
            }
            if (c < 0x20) {
                throw PolicyErrors.syntax();
            }
            text.append(c == '\\' ? escape() : c);
        }
    }

    private char escape() {
        char c = peek();
        at++;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw PolicyErrors.syntax();
        };
    }

    private char unicode() {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(peek(), 16);
            if (digit < 0) {
                throw PolicyErrors.syntax();
            }
            code = code << 4 | digit;
            at++;
        }
        return (char) code;
    }

    private String scalar() {
        int from = at;
        while (at < in.length() && isScalar(in.charAt(at))) {
            at++;
        }
        String text = in.substring(from, at);
        if (text.equals("true") || text.equals("false") || Numbers.parse(text) != null) {
            return text;
        }
        throw PolicyErrors.syntax();
    }

    private static boolean isScalar(char c) {
        return c == '-' || c == '+' || c == '.' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
    }

    private void expect(char c) {
        if (peek() != c) {
            throw PolicyErrors.syntax();
        }
        at++;
    }

    private char peek() {
        if (at >= in.length()) {
            throw PolicyErrors.syntax();
        }
        return in.charAt(at);
    }

    private void space() {
        while (at < in.length() && " \t\r\n".indexOf(in.charAt(at)) >= 0) {
            at++;
        }
    }
}
