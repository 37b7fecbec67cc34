package dev.virga.app.fuzz;

/// What a target's run looked like, without what differs every time: names, numbers, ids.
final class Outcome {
    private static final int MAX_LENGTH = 120;

    private Outcome() {}

    /// `3 keys are missing: 'a1' (12)` becomes `0 keys are missing: `: what follows a quotation
    /// mark came from the input.
    static String shape(String message) {
        if (message == null) {
            return "";
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < message.length() && out.length() < MAX_LENGTH; i++) {
            char c = message.charAt(i);
            if (c == '\'' || c == '"') {
                break;
            }
            if (c >= '0' && c <= '9') {
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
