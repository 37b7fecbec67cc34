package dev.virga.kernel.policy;

import org.jspecify.annotations.Nullable;

/// A user or role in a policy that is stored: the unique id, which decides, and the ARN to show as
/// long as it is theirs. No client can write one: it is refused when a policy is stored.
///
///     AIDA…@arn:aws:iam::111122223333:user/alice
///
/// @param id `AIDA…` or `AROA…`
public record KeptPrincipal(String id, String arn) {
    private static final char SEPARATOR = '@';

    /// Null when this is a principal of another form.
    public static @Nullable KeptPrincipal parse(String text) {
        int at = text.indexOf(SEPARATOR);
        // What follows may hold the separator as well: names of users can.
        return at < 0 || !Principals.isUniqueId(text.substring(0, at)) || !text.startsWith("arn:", at + 1)
                ? null
                : new KeptPrincipal(text.substring(0, at), text.substring(at + 1));
    }

    /// Whether there may be one in a document; looks at no structure.
    public static boolean mayBeIn(String document) {
        return document.indexOf(SEPARATOR) >= 0;
    }

    @Override
    public String toString() {
        return id + SEPARATOR + arn;
    }
}
