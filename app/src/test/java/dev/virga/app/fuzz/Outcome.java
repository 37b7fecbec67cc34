package dev.virga.app.fuzz;

/// What a target's run looked like, without what differs every time: names, numbers, ids.
final class Outcome {
    private static final int MAX_LENGTH = 160;

    private Outcome() {}

    /// `No such key: 'a1' (12)` becomes `No such key: '' (0)`.
    static String shape(String message) {
        if (message == null) {
            return "";
        }
        StringBuilder out = new StringBuilder();
        char quote = 0;
        for (int i = 0; i < message.length() && out.length() < MAX_LENGTH; i++) {
            char c = message.charAt(i);
            if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                    out.append(c);
                }
            } else if (c == '\'' || c == '"') {
                quote = c;
                out.append(c);
            } else if (c >= '0' && c <= '9') {
                if (out.isEmpty() || out.charAt(out.length() - 1) != '0') {
                    out.append('0');
                }
            } else if (c >= ' ' && c < 127) {
                out.append(c);
            }
        }
        return out.toString();
    }
}
