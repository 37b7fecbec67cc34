package dev.virga.kernel;

/// Decides whether a caller may do something. IAM implements it; the straight line asks before each
/// `handle`.
public interface Authorizer {
    sealed interface Decision {}

    record Allowed() implements Decision {}

    /// @param because the end of AWS's message, e.g. `because no identity-based policy allows the
    ///     dynamodb:PutItem action` or `with an explicit deny in an identity-based policy`
    record Denied(String because) implements Decision {}

    Decision decide(Access access, Call call);
}
