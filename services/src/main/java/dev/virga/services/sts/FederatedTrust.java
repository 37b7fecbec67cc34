package dev.virga.services.sts;

import dev.virga.api.iam.Role;
import dev.virga.kernel.Access;
import dev.virga.kernel.Authorizer;
import dev.virga.kernel.Call;
import dev.virga.kernel.Caller;
import dev.virga.wire.AwsException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Asks a role's trust policy about somebody whom an identity provider vouches for. Nobody signs
/// such a request: the token is the proof, and so it is decided when it is known who asks.
final class FederatedTrust {
    private final Authorizer authorizer;
    private final RefusedTokens counts;

    FederatedTrust(Authorizer authorizer, RefusedTokens counts) {
        this.authorizer = authorizer;
        this.counts = counts;
    }

    /// @param action e.g. `sts:AssumeRoleWithSAML`
    /// @param role null when there is none
    /// @param keys what the provider says
    /// @param seconds for how long, or null
    record Asked(
            String action,
            String roleArn,
            @Nullable Role role,
            String sessionName,
            Caller.WebIdentity caller,
            Map<String, List<String>> keys,
            SessionTags tags,
            @Nullable String sourceIdentity,
            @Nullable Integer seconds) {}

    /// The role, which may be assumed.
    ///
    /// @throws AwsException AccessDenied also when there is no such role
    Role require(Asked asked, Call call) {
        Role role = asked.role();
        Map<String, List<String>> keys = RoleSessions.conditions(role, asked.sessionName());
        keys.putAll(asked.keys());
        keys.put("aws:FederatedProvider", List.of(asked.caller().provider()));
        asked.tags().addConditions(keys);
        if (asked.sourceIdentity() != null) {
            keys.put("sts:SourceIdentity", List.of(asked.sourceIdentity()));
        }
        if (asked.seconds() != null) {
            keys.put("sts:DurationSeconds", List.of(asked.seconds().toString()));
        }
        Access access = Access.to("", asked.roleArn())
                .withResourcePolicy(role == null ? null : Roles.trust(role))
                .withConditions(keys);
        require(asked.action(), access, asked.caller(), call);
        if (!asked.tags().isEmpty()) {
            require("sts:TagSession", access, asked.caller(), call);
        }
        if (asked.sourceIdentity() != null) {
            require("sts:SetSourceIdentity", access, asked.caller(), call);
        }
        if (role == null) {
            throw refused(asked.action());
        }
        return role;
    }

    private void require(String action, Access like, Caller caller, Call call) {
        Access access = like.forAction(action);
        Call as = new Call(
                caller,
                caller.account(),
                call.region(),
                call.requestId(),
                call.trace(),
                call.time(),
                call.sourceAddress(),
                call.secure(),
                call.endpoint());
        if (authorizer.decide(access, as) instanceof Authorizer.Denied) {
            throw refused(action);
        }
    }

    /// To be thrown.
    AwsException refused(String action) {
        counts.refuse(RefusedTokens.Reason.NOT_TRUSTED);
        return StsErrors.accessDenied("Not authorized to perform " + action);
    }
}
