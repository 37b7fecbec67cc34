package dev.virga.kernel;

import dev.virga.kernel.policy.Explanation;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Decides whether a caller may do something. IAM implements it; the straight line asks before each
/// `handle`.
@FunctionalInterface
public interface Authorizer {
    sealed interface Decision {}

    record Allowed() implements Decision {}

    /// @param because the end of AWS's message, e.g. `because no identity-based policy allows the
    ///     dynamodb:PutItem action` or `with an explicit deny in an identity-based policy`
    /// @param explanation works out how it was decided, by the policies of that moment; null when
    ///     nobody can tell
    record Denied(String because, @Nullable Supplier<Explanation> explanation) implements Decision {
        public Denied(String because) {
            this(because, null);
        }
    }

    Decision decide(Access access, Call call);

    /// How it is decided by the policies as they are now; null when nobody can tell.
    default @Nullable Explanation explain(Access access, Call call) {
        return null;
    }

    /// The same for a call that nobody made: of the call the caller counts alone, condition keys are
    /// those of `access`.
    default @Nullable Explanation imagine(Access access, Call call) {
        return null;
    }
}
