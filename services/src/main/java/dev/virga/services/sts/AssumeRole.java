package dev.virga.services.sts;

import dev.virga.api.iam.Role;
import dev.virga.api.sts.AssumeRoleRequest;
import dev.virga.api.sts.AssumeRoleResponse;
import dev.virga.api.sts.StsOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Caller;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Temporary credentials of a role, for whom its trust policy names. A role that does not exist is
/// refused like one that does not trust the caller.
///
/// In a chain of roles, a source identity and transitive tags are handed on, and every role of the
/// chain has to allow that (`sts:SetSourceIdentity`, `sts:TagSession`).
final class AssumeRole implements Operation<AssumeRoleRequest, AssumeRoleResponse> {
    private static final int LONGEST_CHAINED_SECONDS = 3600;

    private final Roles roles;
    private final SessionPolicies policies;
    private final RoleSessions sessions;
    private final Mfa mfa;

    AssumeRole(Roles roles, RoleSessions sessions, Mfa mfa) {
        this.mfa = mfa;
        this.roles = roles;
        this.policies = new SessionPolicies(roles);
        this.sessions = sessions;
    }

    @Override
    public Op<AssumeRoleRequest, AssumeRoleResponse> op() {
        return StsOps.AssumeRole;
    }

    @Override
    public List<Access> access(AssumeRoleRequest input, Call call) {
        Role role = roles.find(input.roleArn(), call);
        String trust = role == null ? null : Roles.trust(role);
        SessionTags tags = SessionTags.of(input.tags(), input.transitiveTagKeys(), call.caller());
        String sourceIdentity = sourceIdentity(input, call.caller());
        Map<String, List<String>> keys = RoleSessions.conditions(role, input.roleSessionName());
        tags.addConditions(keys);
        Mfa.addConditions(input.serialNumber(), input.tokenCode(), keys);
        if (input.externalId() != null) {
            keys.put("sts:ExternalId", List.of(input.externalId()));
        }
        if (sourceIdentity != null) {
            keys.put("sts:SourceIdentity", List.of(sourceIdentity));
        }
        if (input.durationSeconds() != null) {
            keys.put("sts:DurationSeconds", List.of(input.durationSeconds().toString()));
        }
        List<Access> needed = new ArrayList<>();
        needed.add(access("sts:AssumeRole", input, trust, keys));
        if (!tags.isEmpty()) {
            needed.add(access("sts:TagSession", input, trust, keys));
        }
        if (sourceIdentity != null) {
            needed.add(access("sts:SetSourceIdentity", input, trust, keys));
        }
        return needed;
    }

    private static Access access(
            String action, AssumeRoleRequest input, @Nullable String trust, Map<String, List<String>> keys) {
        return Access.to(action, input.roleArn()).withResourcePolicy(trust).withConditions(keys);
    }

    /// The one of the caller's own session stays through a chain.
    private static @Nullable String sourceIdentity(AssumeRoleRequest input, Caller caller) {
        Caller.Token token = caller.token();
        String inherited = token == null ? null : token.sourceIdentity();
        String given = input.sourceIdentity();
        if (inherited != null && given != null && !given.equals(inherited)) {
            throw StsErrors.accessDenied("The source identity of a session cannot be changed: it is " + inherited);
        }
        return given == null ? inherited : given;
    }

    @Override
    public AssumeRoleResponse handle(AssumeRoleRequest input, Call call) {
        if (input.providedContexts() != null && !input.providedContexts().isEmpty()) {
            throw StsErrors.notImplemented("ProvidedContexts of sts:AssumeRole");
        }
        if (call.caller() instanceof Caller.FederatedUser) {
            throw StsErrors.accessDenied("Cannot call AssumeRole with the credentials of a federated user");
        }
        Role role = roles.find(input.roleArn(), call);
        if (role == null) {
            throw StsErrors.accessDenied("User: " + call.caller().arn()
                    + " is not authorized to perform: sts:AssumeRole on resource: " + input.roleArn());
        }
        int seconds = seconds(input, role, call.caller());
        String sourceIdentity = sourceIdentity(input, call.caller());
        RoleSessions.Opened opened = sessions.open(new RoleSessions.Wanted(
                role,
                input.roleSessionName(),
                seconds,
                policies.join(input.policy(), input.policyArns(), RoleSessions.account(role), call),
                SessionTags.of(input.tags(), input.transitiveTagKeys(), call.caller()),
                sourceIdentity,
                null,
                mfa.check(input.serialNumber(), input.tokenCode(), call),
                ofService(call.caller())));
        return AssumeRoleResponse.builder()
                .credentials(Issue.shape(opened.issued()))
                .assumedRoleUser(opened.user())
                .packedPolicySize(opened.packedPercent())
                .sourceIdentity(sourceIdentity)
                .build();
    }

    /// A service takes a role for as long as it needs; the role's limit is for people and programs.
    private static int seconds(AssumeRoleRequest input, Role role, Caller caller) {
        Integer asked = input.durationSeconds();
        if (caller instanceof Caller.Service && asked != null) {
            return asked;
        }
        int seconds = RoleSessions.seconds(asked, role);
        if (caller instanceof Caller.Session && seconds > LONGEST_CHAINED_SECONDS) {
            throw StsErrors.tooLongInAChain();
        }
        return seconds;
    }

    /// Policies may ask which function's code sent a request.
    private static Map<String, List<String>> ofService(Caller caller) {
        return caller instanceof Caller.Service service
                        && service.service().equals("lambda.amazonaws.com")
                        && service.sourceArn() != null
                ? Map.of("lambda:SourceFunctionArn", List.of(service.sourceArn()))
                : Map.of();
    }
}
