package dev.virga.kernel.policy;

/// Questions about two patterns, which a policy's author asks and a request never does.
final class Glob {
    private Glob() {}

    /// The text with a star for each `${variable}`.
    static String withoutVariables(String text) {
        StringBuilder pattern = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            int open = text.indexOf("${", at);
            int close = open < 0 ? -1 : text.indexOf('}', open);
            if (close < 0) {
                break;
            }
            pattern.append(text, at, open).append('*');
            at = close + 1;
        }
        return pattern.append(text.substring(at)).toString();
    }

    /// Whether some text fits both patterns, in `a × b` steps.
    static boolean meet(String a, String b) {
        // reachable[j]: the patterns' beginnings up to i and j have a text in common.
        boolean[] reachable = new boolean[b.length() + 1];
        reachable[0] = true;
        for (int j = 1; j <= b.length() && b.charAt(j - 1) == '*'; j++) {
            reachable[j] = true;
        }
        for (int i = 1; i <= a.length(); i++) {
            boolean[] next = new boolean[b.length() + 1];
            char x = a.charAt(i - 1);
            next[0] = x == '*' && reachable[0];
            for (int j = 1; j <= b.length(); j++) {
                char y = b.charAt(j - 1);
                if (x == '*' || y == '*') {
                    next[j] = reachable[j] || next[j - 1];
                    // A star may also go on while the other pattern moves by one.
                    next[j] |= reachable[j - 1];
                } else {
                    next[j] = reachable[j - 1] && (x == y || x == '?' || y == '?');
                }
            }
            reachable = next;
        }
        return reachable[b.length()];
    }
}
