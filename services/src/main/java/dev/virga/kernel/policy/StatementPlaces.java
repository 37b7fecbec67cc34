package dev.virga.kernel.policy;

import java.util.ArrayList;
import java.util.List;

/// Where the statements of a document begin and end in its text, for those who show it. The document
/// has been read before, so that it is JSON of the known form.
public final class StatementPlaces {
    /// Lines and columns from 1; the end is the place after the closing brace.
    public record Place(int startLine, int startColumn, int endLine, int endColumn) {}

    private final String text;
    private int at;
    private int line = 1;
    private int column = 1;

    private StatementPlaces(String text) {
        this.text = text;
    }

    /// In the order of the statements.
    public static List<Place> of(String document) {
        return new StatementPlaces(document).read();
    }

    private List<Place> read() {
        List<Place> places = new ArrayList<>();
        int depth = 0;
        boolean inStatement = false;
        String key = "";
        int startLine = 0;
        int startColumn = 0;
        int level = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            switch (c) {
                case '"' -> {
                    String read = string();
                    if (depth == 1 && !inStatement) {
                        key = read;
                    }
                    continue;
                }
                case '{', '[' -> {
                    depth++;
                    boolean ofStatement = key.equals("Statement") && !inStatement;
                    if (c == '{' && ofStatement && (depth == 2 || depth == 3)) {
                        inStatement = true;
                        level = depth;
                        startLine = line;
                        startColumn = column;
                    }
                }
                case '}', ']' -> {
                    if (inStatement && depth == level) {
                        inStatement = false;
                        places.add(new Place(startLine, startColumn, line, column + 1));
                    }
                    depth--;
                }
                default -> {}
            }
            step();
        }
        return List.copyOf(places);
    }

    private void step() {
        if (text.charAt(at) == '\n') {
            line++;
            column = 1;
        } else {
            column++;
        }
        at++;
    }

    /// What stands between the quotes, escapes as they are.
    private String string() {
        step();
        int from = at;
        while (at < text.length() && text.charAt(at) != '"') {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                step();
            }
            step();
        }
        String read = text.substring(from, Math.min(at, text.length()));
        if (at < text.length()) {
            step();
        }
        return read;
    }
}
