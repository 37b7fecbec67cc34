package dev.virga.services.iam;

import dev.virga.kernel.Access;
import dev.virga.kernel.Authorizer;
import dev.virga.kernel.Call;
import dev.virga.kernel.Caller;
import dev.virga.kernel.policy.Evaluation;
import dev.virga.kernel.policy.Explanation;
import dev.virga.kernel.policy.RequestContext;
import org.jspecify.annotations.Nullable;

/// Decides by the policies in the store.
///
/// Runs on every request; any thread may call it.
final class IamAuthorizer implements Authorizer {
    private static final Allowed ALLOWED = new Allowed();
    private static final Denied GONE = new Denied("because the user or role of these credentials does not exist");

    private final CompiledDocuments documents;
    private final PrincipalPolicies principals;

    IamAuthorizer(CompiledDocuments documents, PrincipalPolicies principals) {
        this.documents = documents;
        this.principals = principals;
    }

    @Override
    public Decision decide(Access access, Call call) {
        PrincipalPolicies.Compiled compiled = principals.of(call.caller(), call.time());
        if (!compiled.exists()) {
            return GONE;
        }
        Evaluation.Policies policies = policies(compiled, access, call);
        Evaluation.Outcome outcome = Evaluation.decide(new RequestContext(access, call, compiled.tags()), policies);
        return outcome.allowed()
                ? ALLOWED
                : new Denied(
                        outcome.because(),
                        () -> Evaluation.explain(new RequestContext(access, call, compiled.tags()), policies));
    }

    @Override
    public Explanation explain(Access access, Call call) {
        PrincipalPolicies.Compiled compiled = principals.of(call.caller(), call.time());
        return Evaluation.explain(new RequestContext(access, call, compiled.tags()), policies(compiled, access, call));
    }

    @Override
    public Explanation imagine(Access access, Call call) {
        PrincipalPolicies.Compiled compiled = principals.of(call.caller(), call.time());
        return Evaluation.explain(
                RequestContext.imagined(access, call, compiled.tags()), policies(compiled, access, call));
    }

    private Evaluation.Policies policies(PrincipalPolicies.Compiled compiled, Access access, Call call) {
        return new Evaluation.Policies(
                compiled.identity(),
                compiled.boundary(),
                documents.optional(sessionPolicy(call.caller())),
                documents.optional(access.resourcePolicy()));
    }

    private static @Nullable String sessionPolicy(Caller caller) {
        return switch (caller) {
            case Caller.Session session -> session.sessionPolicy();
            case Caller.FederatedUser user -> user.sessionPolicy();
            case Caller.Root root -> null;
            case Caller.User user -> null;
            case Caller.Service service -> null;
            case Caller.WebIdentity identity -> null;
            case Caller.Anonymous anonymous -> null;
        };
    }
}
