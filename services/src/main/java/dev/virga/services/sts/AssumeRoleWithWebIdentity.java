package dev.virga.services.sts;

import dev.virga.api.iam.Role;
import dev.virga.api.sts.AssumeRoleWithWebIdentityRequest;
import dev.virga.api.sts.AssumeRoleWithWebIdentityResponse;
import dev.virga.api.sts.StsOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Arn;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Temporary credentials of a role for somebody whom an OpenID Connect provider vouches for. Nobody
/// signs the request: the token is the proof, and so what policies allow is decided here, when it
/// is known who asks.
final class AssumeRoleWithWebIdentity
        implements Operation<AssumeRoleWithWebIdentityRequest, AssumeRoleWithWebIdentityResponse> {
    private final Roles roles;
    private final SessionPolicies policies;
    private final RoleSessions sessions;
    private final WebIdentities identities;
    private final FederatedTrust trust;
    private final RefusedTokens counts;

    AssumeRoleWithWebIdentity(
            Roles roles, RoleSessions sessions, WebIdentities identities, FederatedTrust trust, RefusedTokens counts) {
        this.roles = roles;
        this.policies = new SessionPolicies(roles);
        this.sessions = sessions;
        this.identities = identities;
        this.trust = trust;
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
        Role trusting = trust.require(
                new FederatedTrust.Asked(
                        "sts:AssumeRoleWithWebIdentity",
                        input.roleArn(),
                        role,
                        input.roleSessionName(),
                        proven.caller(),
                        proven.keys(),
                        tags,
                        claims.sourceIdentity(),
                        input.durationSeconds()),
                call);
        RoleSessions.Opened opened = sessions.open(new RoleSessions.Wanted(
                trusting,
                input.roleSessionName(),
                RoleSessions.seconds(input.durationSeconds(), trusting),
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
}
