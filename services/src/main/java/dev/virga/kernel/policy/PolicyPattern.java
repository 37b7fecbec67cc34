package dev.virga.kernel.policy;

import java.util.Locale;

/// A pattern of a policy against a name, outside of a decision: for reports about policies.
public final class PolicyPattern {
    private PolicyPattern() {}

    /// `*` and `?` are wild; case does not count, as in names of actions.
    public static boolean matches(String pattern, String text) {
        return Wildcard.of(pattern.toLowerCase(Locale.ROOT)).matches(text.toLowerCase(Locale.ROOT));
    }
}
