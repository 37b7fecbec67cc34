package dev.virga.kernel.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Why a request was allowed or refused: every policy that was asked, every statement in it and
/// what it said.
///
/// Made by evaluating once more, and only when somebody asks or something was refused: the decision
/// itself pays nothing for it.
///
/// @param principal ARN of the caller
/// @param because end of the message for a refusal, empty when allowed
/// @param source name of the policy that decided; null when it was decided by the lack of one
/// @param sid of the statement that decided, if it has one
/// @param cutOff there were more statements than [#MAX_STATEMENTS], or they were too costly to look
///     at
public record Explanation(
        String principal,
        String action,
        String resource,
        boolean allowed,
        String because,
        @Nullable String source,
        @Nullable String sid,
        List<Policy> policies,
        boolean cutOff) {
    /// Statements of all policies together.
    static final int MAX_STATEMENTS = 200;

    /// Patterns of one statement that are shown.
    static final int MAX_PATTERNS = 8;

    /// What a policy is to the request.
    public enum Kind {
        MANAGED("managed policy"),
        INLINE("inline policy"),
        BOUNDARY("permissions boundary"),
        SESSION("session policy"),
        RESOURCE("resource-based policy"),
        TRUST("role trust policy");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /// As people say it.
        public String words() {
            return words;
        }
    }

    /// What a policy or statement says about the request.
    public enum Says {
        ALLOW,
        DENY,
        NOTHING
    }

    /// @param name ARN of a managed policy, name of an inline one, or what the kind is called
    /// @param owner what it is part of or attached to, e.g. `group admins`; null when that goes
    ///     without saying
    public record Policy(Kind kind, String name, @Nullable String owner, Says says, List<Statement> statements) {}

    /// @param number counted from 1
    /// @param principal null when the statement names none
    /// @param actions the first patterns, as they were written
    /// @param resources the first patterns, as they were written
    public record Statement(
            int number,
            @Nullable String sid,
            boolean allow,
            boolean action,
            boolean resource,
            @Nullable Boolean principal,
            List<Test> tests,
            Says says,
            boolean notAction,
            List<String> actions,
            boolean notResource,
            List<String> resources) {
        /// `#2`, or its Sid.
        public String label() {
            return sid == null || sid.isEmpty() ? "#" + number : sid;
        }
    }

    /// One key of a condition.
    ///
    /// @param operator e.g. `ForAnyValue:StringLikeIfExists`
    /// @param actual what the request has; null when it has no such key
    public record Test(
            String operator,
            String key,
            List<String> expected,
            @Nullable List<String> actual,
            boolean holds) {}
}
