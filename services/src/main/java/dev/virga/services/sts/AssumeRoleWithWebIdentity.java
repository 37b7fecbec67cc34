package dev.virga.services.sts;

import dev.virga.api.iam.Role;
import dev.virga.api.sts.AssumeRoleWithWebIdentityRequest;
import dev.virga.api.sts.AssumeRoleWithWebIdentityResponse;
import dev.virga.api.sts.StsOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Arn;
import dev.virga.kernel.Authorizer;
import dev.virga.kernel.Call;
import dev.virga.kernel.Caller;
import dev.virga.kernel.Operation;
import dev.virga.wire.AwsException;
import dev.virga.wire.Op;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Temporary credentials of a role for somebody whom an OpenID Connect provider vouches for. Nobody
/// signs the request: the token is the proof, and so what policies allow is decided here, when it
/// is known who asks.
final class AssumeRoleWithWebIdentity
        implements Operation<AssumeRoleWithWebIdentityRequest, AssumeRoleWithWebIdentityResponse> {
    private final Roles roles;
    private final SessionPolicies policies;
    private final RoleSessions sessions;
    private final WebIdentities identities;
    private final Authorizer authorizer;
    private final RefusedTokens counts;

    AssumeRoleWithWebIdentity(
            Roles roles, RoleSessions sessions, WebIdentities identities, Authorizer authorizer, RefusedTokens counts) {
        this.roles = roles;
        this.policies = new SessionPolicies(roles);
        this.sessions = sessions;
        this.identities = identities;
        this.authorizer = authorizer;
        this.counts = counts;
    }

    @Override
    public Op<AssumeRoleWithWebIdentityRequest, AssumeRoleWithWebIdentityResponse> op() {
        return StsOps.AssumeRoleWithWebIdentity;
    }

    /// Decided in [#handle].
    @Override
    public List<Access> access(AssumeRoleWithWebIdentityRequest input, Call call) {
        return List.of();
    }

    @Override
    public AssumeRoleWithWebIdentityResponse handle(AssumeRoleWithWebIdentityRequest input, Call call) {
        if (input.providerId() != null) {
            throw StsErrors.notImplemented("ProviderId of sts:AssumeRoleWithWebIdentity");
        }
        Arn arn = Arn.parse(input.roleArn());
        if (arn == null) {
            throw StsErrors.invalidArn(input.roleArn());
        }
        Role role = roles.find(input.roleArn(), call);
        WebIdentities.Proven proven = identities.prove(input.webIdentityToken(), arn.account(), call);
        WebIdentityClaims claims = proven.claims();
        SessionTags tags = SessionTags.of(claims.tags(), claims.transitiveTagKeys(), proven.caller());
        authorize(input, role, proven, tags, call);
        if (role == null) {
            throw notTrusted("sts:AssumeRoleWithWebIdentity");
        }
        RoleSessions.Opened opened = sessions.open(new RoleSessions.Wanted(
                role,
                input.roleSessionName(),
                RoleSessions.seconds(input.durationSeconds(), role),
                policies.join(input.policy(), input.policyArns(), arn.account(), call),
                tags,
                claims.sourceIdentity(),
                proven.caller().provider(),
                null,
                proven.keys()));
        counts.accept();
        return AssumeRoleWithWebIdentityResponse.builder()
                .credentials(Issue.shape(opened.issued()))
                .subjectFromWebIdentityToken(proven.caller().subject())
                .assumedRoleUser(opened.user())
                .packedPolicySize(opened.packedPercent())
                .provider(proven.caller().provider())
                .audience(proven.audience())
                .sourceIdentity(claims.sourceIdentity())
                .build();
    }

    private void authorize(
            AssumeRoleWithWebIdentityRequest input,
            @Nullable Role role,
            WebIdentities.Proven proven,
            SessionTags tags,
            Call call) {
        Map<String, List<String>> keys = RoleSessions.conditions(role, input.roleSessionName());
        keys.putAll(proven.keys());
        keys.put("aws:FederatedProvider", List.of(proven.caller().provider()));
        tags.addConditions(keys);
        String sourceIdentity = proven.claims().sourceIdentity();
        if (sourceIdentity != null) {
            keys.put("sts:SourceIdentity", List.of(sourceIdentity));
        }
        if (input.durationSeconds() != null) {
            keys.put("sts:DurationSeconds", List.of(input.durationSeconds().toString()));
        }
        Access access = Access.to("", input.roleArn())
                .withResourcePolicy(role == null ? null : Roles.trust(role))
                .withConditions(keys);
        require("sts:AssumeRoleWithWebIdentity", access, proven.caller(), call);
        if (!tags.isEmpty()) {
            require("sts:TagSession", access, proven.caller(), call);
        }
        if (sourceIdentity != null) {
            require("sts:SetSourceIdentity", access, proven.caller(), call);
        }
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
            throw notTrusted(action);
        }
    }

    private AwsException notTrusted(String action) {
        counts.refuse(RefusedTokens.Reason.NOT_TRUSTED);
        return StsErrors.accessDenied("Not authorized to perform " + action);
    }
}
