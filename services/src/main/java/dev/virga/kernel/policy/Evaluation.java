package dev.virga.kernel.policy;

import dev.virga.kernel.Caller;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides one request, in IAM's order: an explicit deny anywhere wins; then somebody has to allow
/// it.
///
///     who may allow     same account            the caller's policies or the resource's
///                       another account         both
///                       service, anonymous      the resource's only
///     who must agree    permissions boundary and session policy, unless the resource's policy
///     names
///                       the very user or session
///
/// A role's trust policy is the role's resource policy, and always has to agree; so has the policy
/// of a KMS key, which lets the account's own policies count only where it names the account.
public final class Evaluation {
    /// A policy and what to call it in an explanation: its ARN or, inline, its name.
    ///
    /// @param owner what it is part of or attached to, e.g. `group admins`, or null
    public record Source(
            Explanation.Kind kind, String name, @Nullable String owner, PolicyDocument document) {
        /// A policy that is part of its principal.
        public static Source inline(String name, PolicyDocument document) {
            return new Source(Explanation.Kind.INLINE, name, null, document);
        }
    }

    /// @param identity of the user with its groups, or of the role
    /// @param boundary permissions boundary, or null
    /// @param session policy given when the session was opened, or null
    /// @param resource policy of the resource, or null
    public record Policies(
            List<Source> identity,
            @Nullable Source boundary,
            @Nullable PolicyDocument session,
            @Nullable PolicyDocument resource) {}

    /// @param because end of the message for a refusal: `because no identity-based policy allows
    ///     the … action`
    /// @param source name of the policy that decided; null when it was decided by the lack of one
    /// @param sid of the statement that decided, if it has one
    public record Outcome(
            boolean allowed,
            String because,
            @Nullable String source,
            @Nullable String sid) {}

    private static final String BOUNDARY = "permissions boundary";
    private static final String SESSION = "session policy";
    private static final String RESOURCE = "resource-based policy";
    private static final String TRUST = "role trust policy";

    /// What a set of policies says: the first statement of either effect that applies.
    private record Verdict(
            @Nullable Statement allow, @Nullable Statement deny, String source, Principals.Match match) {
        static final Verdict SILENT = new Verdict(null, null, "", Principals.Match.NONE);
    }

    private final RequestContext context;
    private final Policies policies;

    private Evaluation(RequestContext context, Policies policies) {
        this.context = context;
        this.policies = policies;
    }

    public static Outcome decide(RequestContext context, Policies policies) {
        try {
            return new Evaluation(context, policies).decide();
        } catch (RequestContext.TooExpensive e) {
            return new Outcome(false, "because its policies take too long to evaluate", null, null);
        }
    }

    /// Decides and tells how: every statement of every policy and what it said.
    public static Explanation explain(RequestContext context, Policies policies) {
        Outcome outcome = decide(context, policies);
        return new Explainer(context.again(), policies).explain(outcome);
    }

    private Outcome decide() {
        Verdict identity = identity();
        if (identity.deny != null) {
            return denied("an identity-based policy", identity.source, identity.deny);
        }
        Verdict resource = resource();
        if (resource.deny != null) {
            String kind = isTrust(context.action()) ? "the " + TRUST : "a " + RESOURCE;
            return denied(kind, RESOURCE, resource.deny);
        }
        Verdict boundary = boundary();
        if (boundary.deny != null) {
            return denied("a " + BOUNDARY, boundary.source, boundary.deny);
        }
        Verdict session = limit(policies.session(), SESSION);
        if (session.deny != null) {
            return denied("a " + SESSION, SESSION, session.deny);
        }
        return switch (context.caller()) {
            case Caller.Anonymous nobody -> resource.allow == null ? missing(RESOURCE) : allowed(resource);
            case Caller.Service service -> resource.allow == null ? missing(RESOURCE) : allowed(resource);
            case Caller.WebIdentity somebody -> resource.allow == null ? missing(RESOURCE) : allowed(resource);
            case Caller.Root root -> root(resource);
            case Caller.FederatedUser user -> principal(identity, resource, boundary, session);
            case Caller.User user -> principal(identity, resource, boundary, session);
            case Caller.Session assumed -> principal(identity, resource, boundary, session);
        };
    }

    private Outcome root(Verdict resource) {
        if (resource.allow != null) {
            return allowed(resource);
        }
        return sameAccount() && !resourceDecides() ? new Outcome(true, "", "root", null) : missing(RESOURCE);
    }

    private Outcome principal(Verdict identity, Verdict resource, Verdict boundary, Verdict session) {
        boolean sameAccount = sameAccount();
        boolean named = resource.match.compareTo(Principals.Match.ROLE) >= 0;
        if (resource.allow == null && (!sameAccount || resourceDecides())) {
            return missing(RESOURCE);
        }
        if (identity.allow == null && !(sameAccount && named)) {
            return missing("identity-based policy");
        }
        boolean unlimited = sameAccount && resource.match == Principals.Match.EXACT;
        if (policies.boundary() != null && boundary.allow == null && !unlimited) {
            return missing(BOUNDARY);
        }
        if (policies.session() != null && session.allow == null && !unlimited) {
            return missing(SESSION);
        }
        return allowed(identity.allow != null ? identity : resource);
    }

    private boolean sameAccount() {
        return context.caller().account().equals(context.resourceAccount());
    }

    private boolean resourceDecides() {
        return (context.action().startsWith("kms:") && policies.resource() != null) || isTrust(context.action());
    }

    /// @param action lower case
    static boolean isTrust(String action) {
        return action.startsWith("sts:assumerole")
                || action.equals("sts:tagsession")
                || action.equals("sts:setsourceidentity");
    }

    private Verdict boundary() {
        Source boundary = policies.boundary();
        return boundary == null ? Verdict.SILENT : limit(boundary.document(), boundary.name());
    }

    private Verdict identity() {
        Verdict found = Verdict.SILENT;
        List<Source> all = policies.identity();
        for (int i = 0; i < all.size(); i++) {
            Verdict one = limit(all.get(i).document(), all.get(i).name());
            if (one.deny != null) {
                return one;
            }
            if (one.allow != null && found.allow == null) {
                found = one;
            }
        }
        return found;
    }

    private Verdict limit(@Nullable PolicyDocument document, String name) {
        if (document == null) {
            return Verdict.SILENT;
        }
        Statement allow = null;
        List<Statement> statements = document.statements();
        for (int i = 0; i < statements.size(); i++) {
            Statement statement = statements.get(i);
            // Another statement that allows changes nothing.
            if ((allow == null || !statement.allow()) && statement.applies(context)) {
                if (!statement.allow()) {
                    return new Verdict(null, statement, name, Principals.Match.NONE);
                }
                allow = statement;
            }
        }
        return allow == null ? Verdict.SILENT : new Verdict(allow, null, name, Principals.Match.NONE);
    }

    private Verdict resource() {
        PolicyDocument document = policies.resource();
        if (document == null) {
            return Verdict.SILENT;
        }
        Statement allow = null;
        Principals.Match closest = Principals.Match.NONE;
        for (Statement statement : document.statements()) {
            Principals principals = statement.principals();
            Principals.Match match = principals == null ? Principals.Match.NONE : principals.match(context.caller());
            if (match == Principals.Match.NONE || !statement.applies(context)) {
                continue;
            }
            if (!statement.allow()) {
                return new Verdict(null, statement, RESOURCE, match);
            }
            if (match.compareTo(closest) > 0) {
                closest = match;
                allow = statement;
            }
        }
        return allow == null ? Verdict.SILENT : new Verdict(allow, null, RESOURCE, closest);
    }

    private Outcome allowed(Verdict verdict) {
        String sid = verdict.allow == null ? null : verdict.allow.sid();
        return new Outcome(true, "", verdict.source, sid);
    }

    /// The ARN of the policy is told within the account only, as AWS does.
    private Outcome denied(String kind, String source, Statement statement) {
        String arn = source.startsWith("arn:") && sameAccount() ? ": " + source : "";
        return new Outcome(false, "with an explicit deny in " + kind + arn, source, statement.sid());
    }

    private Outcome missing(String policy) {
        String kind = policy.equals(RESOURCE) && isTrust(context.action()) ? TRUST : policy;
        return new Outcome(false, "because no " + kind + " allows the " + context.actionName() + " action", null, null);
    }
}
